package io.teamflow.codecs.auth;

import static io.teamflow.codecs.bus.Address.once;
import static io.teamflow.codecs.bus.Address.outbound;
import static io.teamflow.codecs.bus.Address.repeatable;

import io.teamflow.codecs.bus.Address;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Resource;
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
  public static final Address<AskToRegister, Done> ASK_TO_REGISTER =
      once("auth.ask-to-register", AskToRegister.class, Done.class);
  public static final Address<VerifyEmail, Done> VERIFY_EMAIL =
      once("auth.verify-email", VerifyEmail.class, Done.class);
  public static final Address<SendVerification, Done> SEND_VERIFICATION =
      once("auth.send-verification", SendVerification.class, Done.class);
  public static final Address<ForgotPassword, Done> FORGOT_PASSWORD =
      repeatable("auth.forgot-password", ForgotPassword.class, Done.class);
  public static final Address<ResetPassword, Done> RESET_PASSWORD =
      once("auth.reset-password", ResetPassword.class, Done.class);
  public static final Address<GetProfile, Resource> GET_PROFILE =
      repeatable("auth.get-profile", GetProfile.class, Resource.class);
  public static final Address<PatchProfile, Resource> PATCH_PROFILE =
      once("auth.patch-profile", PatchProfile.class, Resource.class);
  public static final Address<DeleteAccount, Done> DELETE_ACCOUNT =
      once("auth.delete-account", DeleteAccount.class, Done.class);
  public static final Address<EnableTotp, TotpSecret> ENABLE_TOTP =
      once("auth.enable-totp", EnableTotp.class, TotpSecret.class);
  public static final Address<ConfirmTotp, RecoveryCodes> CONFIRM_TOTP =
      once("auth.confirm-totp", ConfirmTotp.class, RecoveryCodes.class);
  public static final Address<DisableTotp, Done> DISABLE_TOTP =
      repeatable("auth.disable-totp", DisableTotp.class, Done.class);
  public static final Address<CreateToken, CreatedToken> CREATE_TOKEN =
      once("auth.create-token", CreateToken.class, CreatedToken.class);
  public static final Address<ListTokens, TokenList> LIST_TOKENS =
      repeatable("auth.list-tokens", ListTokens.class, TokenList.class);
  public static final Address<RevokeToken, Done> REVOKE_TOKEN =
      repeatable("auth.revoke-token", RevokeToken.class, Done.class);
  public static final Address<FindGrant, Grant> FIND_GRANT =
      repeatable("auth.find-grant", FindGrant.class, Grant.class);
  public static final Address<CreateTicket, CreatedTicket> CREATE_TICKET =
      once("auth.create-ticket", CreateTicket.class, CreatedTicket.class);
  public static final Address<RedeemTicket, TicketHolder> REDEEM_TICKET =
      once("auth.redeem-ticket", RedeemTicket.class, TicketHolder.class);
  public static final Address<BeginOidc, OidcStart> BEGIN_OIDC =
      outbound("auth.begin-oidc", BeginOidc.class, OidcStart.class);
  public static final Address<LinkOidc, OidcStart> LINK_OIDC =
      outbound("auth.link-oidc", LinkOidc.class, OidcStart.class);
  public static final Address<CompleteOidc, OidcOutcome> COMPLETE_OIDC =
      outbound("auth.complete-oidc", CompleteOidc.class, OidcOutcome.class);
  public static final Address<ListIdentities, IdentityList> LIST_IDENTITIES =
      repeatable("auth.list-identities", ListIdentities.class, IdentityList.class);
  public static final Address<RemoveIdentity, Done> REMOVE_IDENTITY =
      once("auth.remove-identity", RemoveIdentity.class, Done.class);
  public static final Address<ListKeys, KeySet> LIST_KEYS =
      repeatable("auth.list-keys", ListKeys.class, KeySet.class);

  /** A hint: some session has ended, and the log of them is worth reading now. */
  public static final String SESSIONS_ENDED = "auth.sessions-ended";

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
          ASK_TO_REGISTER,
          VERIFY_EMAIL,
          SEND_VERIFICATION,
          FORGOT_PASSWORD,
          RESET_PASSWORD,
          GET_PROFILE,
          PATCH_PROFILE,
          DELETE_ACCOUNT,
          ENABLE_TOTP,
          CONFIRM_TOTP,
          DISABLE_TOTP,
          CREATE_TOKEN,
          LIST_TOKENS,
          REVOKE_TOKEN,
          FIND_GRANT,
          CREATE_TICKET,
          REDEEM_TICKET,
          BEGIN_OIDC,
          LINK_OIDC,
          COMPLETE_OIDC,
          LIST_IDENTITIES,
          REMOVE_IDENTITY,
          LIST_KEYS);

  private AuthMessages() {}
}
