package io.teamflow.auth;

import io.teamflow.auth.PgAccountStore.Found;
import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.ChangePassword;
import io.teamflow.codecs.auth.GetMe;
import io.teamflow.codecs.auth.UserView;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Violation;
import io.vertx.core.Future;
import java.util.List;

/** Answers the addresses about the caller's own account. */
final class AccountHandlers {
  private final PgAccountStore accounts;
  private final Passwords passwords;

  AccountHandlers(PgAccountStore accounts, Passwords passwords) {
    this.accounts = accounts;
    this.passwords = passwords;
  }

  Future<?> serve(Bus bus) {
    return Future.all(
        bus.serve(AuthMessages.GET_ME, this::getMe),
        bus.serve(AuthMessages.CHANGE_PASSWORD, this::changePassword));
  }

  private Future<UserView> getMe(Caller caller, GetMe command) {
    return own(caller).map(Found::user);
  }

  private Future<Done> changePassword(Caller caller, ChangePassword command) {
    CommonPasswords.refuse("/newPassword", command.newPassword());
    return own(caller)
        .compose(account -> changePassword(caller, account, command))
        .map(
            changed -> {
              if (!changed) {
                throw Failure.conflict("The password was changed meanwhile.");
              }
              return new Done();
            });
  }

  private Future<Boolean> changePassword(Caller caller, Found account, ChangePassword command) {
    return passwords
        .replace(command.currentPassword(), account.passwordHash(), command.newPassword())
        .map(hash -> hash.orElseThrow(AccountHandlers::notTheCurrentPassword))
        .compose(hash -> accounts.updatePasswordIfVersion(account, hash, caller.sessionId()));
  }

  private Future<Found> own(Caller caller) {
    return accounts
        .find(caller.user())
        .map(found -> found.orElseThrow(() -> Failure.unauthenticated("The account is gone.")));
  }

  private static Failure notTheCurrentPassword() {
    return Failure.invalid(
        List.of(new Violation("/currentPassword", "is not the current password")));
  }
}
