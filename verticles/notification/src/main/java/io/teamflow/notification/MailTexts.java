package io.teamflow.notification;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What mails say. Nothing in them was written by somebody who has not proved to own the address, so
 * that nobody can make us carry a message.
 */
final class MailTexts {
  private static final int DEVICE_MAX = 100;

  private final String publicUrl;

  MailTexts(String publicUrl) {
    this.publicUrl = publicUrl;
  }

  Mail verifyEmail(String to, MailToken token) {
    return new Mail(
        to,
        "Confirm your e-mail address",
        """
        Hello,

        please confirm that this is your e-mail address for TeamFlow:

        %s

        The link is good for a day. If you did not register, ignore this mail.
        """
            .formatted(link("verify-email", token)));
  }

  Mail confirmRegistration(String to, MailToken token) {
    return new Mail(
        to,
        "Open your TeamFlow account",
        """
        Hello,

        somebody asked for a TeamFlow account with this e-mail address. If it was you, open it here:

        %s

        The link is good for a day. If it was not you, ignore this mail: nothing will happen.
        """
            .formatted(link("verify-email", token)));
  }

  Mail alreadyRegistered(String to) {
    return new Mail(
        to,
        "You have a TeamFlow account already",
        """
        Hello,

        somebody asked for a TeamFlow account with this e-mail address, but there is one already.
        If it was you, sign in, or set a new password if you forgot it:

        %s

        If it was not you, ignore this mail: nothing will happen.
        """
            .formatted(publicUrl));
  }

  Mail resetPassword(String to, MailToken token) {
    return new Mail(
        to,
        "Set a new password",
        """
        Hello,

        set a new password for TeamFlow here:

        %s

        The link is good for an hour and works once. If you did not ask for it, ignore this mail:
        your password stays as it is.
        """
            .formatted(link("reset-password", token)));
  }

  Mail invitation(String to, MailToken token) {
    return new Mail(
        to,
        "You are invited to a team",
        """
        Hello,

        somebody invited you to work with their team in TeamFlow. Have a look, and join, here:

        %s

        The link is good for a week and works once. If you do not want to join, ignore this mail.
        """
            .formatted(link("accept-invitation", token)));
  }

  Mail passwordChanged(String to) {
    return new Mail(
        to,
        "Your password was changed",
        """
        Hello,

        the password of your TeamFlow account was changed, and other sessions were signed out.
        If it was not you, set a new one at once with "forgot password":

        %s
        """
            .formatted(publicUrl));
  }

  Mail newSignIn(String to, JsonObject detail) {
    return new Mail(
        to,
        "New sign-in to your account",
        """
        Hello,

        somebody signed in to your TeamFlow account from a place we did not know:

        time     %s
        address  %s
        program  %s

        If it was you, there is nothing to do. If not, change your password: it signs everybody out.
        """
            .formatted(
                line(detail.getString("at")),
                line(detail.getString("address")),
                line(detail.getString("device"))));
  }

  /** Behind a # nothing reaches a server's log. */
  private String link(String page, MailToken token) {
    return publicUrl + "/" + page + "#token=" + token.text();
  }

  private static String line(@Nullable String text) {
    String line = text == null ? "" : text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.isEmpty() ? "unknown" : line.substring(0, Math.min(line.length(), DEVICE_MAX));
  }
}
