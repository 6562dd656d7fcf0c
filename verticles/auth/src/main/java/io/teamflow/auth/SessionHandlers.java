package io.teamflow.auth;

import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.ListSessions;
import io.teamflow.codecs.auth.Logout;
import io.teamflow.codecs.auth.LogoutAll;
import io.teamflow.codecs.auth.RevokeSession;
import io.teamflow.codecs.auth.SessionList;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.vertx.core.Future;
import java.util.UUID;

/** Answers the addresses that show and end sessions. */
final class SessionHandlers {
  private final PgSessionStore sessions;
  private final Runnable ended;

  /**
   * @param ended is told after a session ended
   */
  SessionHandlers(PgSessionStore sessions, Runnable ended) {
    this.sessions = sessions;
    this.ended = ended;
  }

  Future<?> serve(Bus bus) {
    return Future.all(
        bus.serve(AuthMessages.LOGOUT, this::logout),
        bus.serve(AuthMessages.LOGOUT_ALL, this::logoutAll),
        bus.serve(AuthMessages.LIST_SESSIONS, this::list),
        bus.serve(AuthMessages.REVOKE_SESSION, this::revoke));
  }

  /** Of a session that is gone already, too: it has ended, as asked for. */
  private Future<Done> logout(Caller caller, Logout command) {
    UUID session = caller.sessionId();
    return session == null
        ? Future.failedFuture(Failure.unauthenticated("Sign in first."))
        : sessions
            .revoke(caller.user(), session, Audit.LOGOUT, Origin.of(caller))
            .onSuccess(_ -> ended.run())
            .map(_ -> new Done());
  }

  private Future<Done> logoutAll(Caller caller, LogoutAll command) {
    return sessions
        .revokeAll(caller.user(), Origin.of(caller))
        .onSuccess(_ -> ended.run())
        .map(_ -> new Done());
  }

  private Future<SessionList> list(Caller caller, ListSessions command) {
    return sessions.list(caller.user(), caller.sessionId()).map(SessionList::new);
  }

  private Future<Done> revoke(Caller caller, RevokeSession command) {
    return sessions
        .revoke(caller.user(), command.sessionId(), Audit.REVOKE_SESSION, Origin.of(caller))
        .onSuccess(_ -> ended.run())
        .map(
            found -> {
              if (!found) {
                throw Failure.notFound("session");
              }
              return new Done();
            });
  }
}
