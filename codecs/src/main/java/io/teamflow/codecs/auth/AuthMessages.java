package io.teamflow.codecs.auth;

import static io.teamflow.codecs.bus.Address.once;
import static io.teamflow.codecs.bus.Address.repeatable;

import io.teamflow.codecs.bus.Address;
import io.teamflow.codecs.bus.Done;
import java.util.List;

/** The addresses of the auth verticle. */
public final class AuthMessages {
  public static final Address<Register, SignedIn> REGISTER =
      once("auth.register", Register.class, SignedIn.class);
  public static final Address<Login, SignedIn> LOGIN =
      once("auth.login", Login.class, SignedIn.class);
  public static final Address<Refresh, SignedIn> REFRESH =
      once("auth.refresh", Refresh.class, SignedIn.class);
  public static final Address<Logout, Done> LOGOUT =
      repeatable("auth.logout", Logout.class, Done.class);
  public static final Address<LogoutAll, Done> LOGOUT_ALL =
      repeatable("auth.logout-all", LogoutAll.class, Done.class);
  public static final Address<ListSessions, SessionList> LIST_SESSIONS =
      repeatable("auth.list-sessions", ListSessions.class, SessionList.class);
  public static final Address<RevokeSession, Done> REVOKE_SESSION =
      repeatable("auth.revoke-session", RevokeSession.class, Done.class);
  public static final Address<ChangePassword, Done> CHANGE_PASSWORD =
      once("auth.change-password", ChangePassword.class, Done.class);
  public static final Address<GetMe, UserView> GET_ME =
      repeatable("auth.get-me", GetMe.class, UserView.class);
  public static final Address<ListKeys, KeySet> LIST_KEYS =
      repeatable("auth.list-keys", ListKeys.class, KeySet.class);

  public static final List<Address<?, ?>> ADDRESSES =
      List.of(
          REGISTER,
          LOGIN,
          REFRESH,
          LOGOUT,
          LOGOUT_ALL,
          LIST_SESSIONS,
          REVOKE_SESSION,
          CHANGE_PASSWORD,
          GET_ME,
          LIST_KEYS);

  private AuthMessages() {}
}
