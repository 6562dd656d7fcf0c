package io.teamflow.auth;

import io.teamflow.auth.PgAccountStore.Found;
import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.ChangePassword;
import io.teamflow.codecs.auth.DeleteAccount;
import io.teamflow.codecs.auth.GetProfile;
import io.teamflow.codecs.auth.PatchProfile;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.Violation;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Answers the addresses about the caller's own account. */
final class AccountHandlers {
  private final PgAccountStore accounts;
  private final PgDeletionStore deletions;
  private final Passwords passwords;
  private final Runnable ended;

  /**
   * @param ended is told after sessions ended
   */
  AccountHandlers(
      PgAccountStore accounts, PgDeletionStore deletions, Passwords passwords, Runnable ended) {
    this.accounts = accounts;
    this.deletions = deletions;
    this.passwords = passwords;
    this.ended = ended;
  }

  Future<?> serve(Bus bus) {
    return Future.all(
        bus.serve(AuthMessages.GET_PROFILE, this::getProfile),
        bus.serve(AuthMessages.PATCH_PROFILE, this::patchProfile),
        bus.serve(AuthMessages.DELETE_ACCOUNT, this::delete),
        bus.serve(AuthMessages.CHANGE_PASSWORD, this::changePassword));
  }

  private Future<Resource> getProfile(Caller caller, GetProfile command) {
    return accounts.findProfile(caller.user()).map(AccountHandlers::unlessGone);
  }

  private Future<Resource> patchProfile(Caller caller, PatchProfile command) {
    return accounts
        .updateNameIfVersion(caller.user(), command.version(), command.name())
        .compose(
            updated ->
                updated
                    .map(Future::succeededFuture)
                    .orElseGet(
                        () ->
                            accounts
                                .findProfile(caller.user())
                                .compose(
                                    current ->
                                        Future.failedFuture(Failure.stale(unlessGone(current))))));
  }

  private Future<Done> delete(Caller caller, DeleteAccount command) {
    return deletions
        .deleteIfNotNeeded(caller.user(), caller.sessionId(), Origin.of(caller))
        .onSuccess(_ -> ended.run())
        .map(
            needed -> {
              FreshSession.demand(needed.isPresent());
              needed
                  .filter(names -> !names.isEmpty())
                  .ifPresent(
                      names -> {
                        throw Failure.conflict(
                            "Nobody else is in charge of "
                                + String.join(", ", names)
                                + ". Put somebody else in charge first, or delete them.");
                      });
              return new Done();
            });
  }

  private Future<Done> changePassword(Caller caller, ChangePassword command) {
    CommonPasswords.refuse("/newPassword", command.newPassword());
    return own(caller)
        .compose(account -> changePassword(caller, account, command))
        .onSuccess(_ -> ended.run())
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
        .compose(
            hash ->
                accounts.updatePasswordIfVersion(
                    account, hash, caller.sessionId(), Origin.of(caller)));
  }

  private Future<Found> own(Caller caller) {
    return accounts.find(caller.user()).map(AccountHandlers::unlessGone);
  }

  static <T> T unlessGone(Optional<T> account) {
    return account.orElseThrow(() -> Failure.unauthenticated("The account is gone."));
  }

  private static Failure notTheCurrentPassword() {
    return Failure.invalid(
        List.of(new Violation("/currentPassword", "is not the current password")));
  }
}
