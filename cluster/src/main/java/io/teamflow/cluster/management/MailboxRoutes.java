package io.teamflow.cluster.management;

import io.teamflow.notification.MailboxFolder;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import java.util.regex.Pattern;

/**
 * Shows the mails that are kept here because no mail server is named. They hold tokens: only this
 * machine may read them, whatever the port is bound to, and under no name but its own, or a page
 * could have a browser of this machine read them under the name of the page.
 */
final class MailboxRoutes {
  static final String PATH = "/dev/mailbox";

  private static final Pattern OWN_NAME =
      Pattern.compile("localhost|127([.][0-9]{1,3}){3}|\\[?::1]?");

  private final MailboxFolder mailbox;

  MailboxRoutes(MailboxFolder mailbox) {
    this.mailbox = mailbox;
  }

  void answer(HttpServerRequest request, String path) {
    if (!isLocal(request)) {
      request.response().setStatusCode(403).end("only for this machine\n");
    } else if (path.length() <= PATH.length() + 1) {
      list(request);
    } else {
      show(request, path.substring(PATH.length() + 1));
    }
  }

  private static boolean isLocal(HttpServerRequest request) {
    String address = request.remoteAddress().hostAddress();
    HostAndPort authority = request.authority();
    return (address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1"))
        && authority != null
        && OWN_NAME.matcher(authority.host()).matches();
  }

  private void list(HttpServerRequest request) {
    mailbox
        .list()
        .onComplete(
            mails -> {
              JsonArray items = new JsonArray();
              mails.forEach(
                  mail ->
                      items.add(
                          new JsonObject()
                              .put("id", mail.id())
                              .put("to", mail.to())
                              .put("subject", mail.subject())
                              .put("sentAt", mail.sentAt().toString())));
              request
                  .response()
                  .putHeader("Content-Type", "application/json")
                  .end(new JsonObject().put("items", items).encode());
            },
            _ -> request.response().setStatusCode(500).end());
  }

  private void show(HttpServerRequest request, String id) {
    mailbox
        .find(id)
        .onComplete(
            found ->
                found.ifPresentOrElse(
                    text ->
                        request
                            .response()
                            .putHeader("Content-Type", "text/plain; charset=utf-8")
                            .putHeader("X-Content-Type-Options", "nosniff")
                            .end(text),
                    () -> request.response().setStatusCode(404).end("no such mail\n")),
            _ -> request.response().setStatusCode(500).end());
  }
}
