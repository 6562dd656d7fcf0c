package io.teamflow.bench;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Iterator;
import java.util.List;

/** The words of a command line, one after the other. */
final class Arguments {
  private final Iterator<String> words;

  Arguments(List<String> words) {
    this.words = words.iterator();
  }

  boolean hasNext() {
    return words.hasNext();
  }

  String next() {
    return words.next();
  }

  /** What follows an option. */
  String value(String option) {
    if (!words.hasNext()) {
      throw new UsageException(option + " needs a value.");
    }
    return words.next();
  }

  /** A whole number that follows an option. */
  int number(String option, int least, int most) {
    String value = value(option);
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new UsageException(option + " takes a whole number from " + least + " to " + most + ".");
  }

  /** The address of a node on this machine: no account with a known password is made elsewhere. */
  URI loopback(String option) {
    String value = value(option);
    try {
      URI uri = URI.create(value);
      if ("http".equals(uri.getScheme())
          && uri.getHost() != null
          && InetAddress.getByName(uri.getHost()).isLoopbackAddress()) {
        return uri;
      }
    } catch (IllegalArgumentException | UnknownHostException _) {
      // told below
    }
    throw new UsageException(
        option + " takes a node on this machine, such as http://127.0.0.1:8080.");
  }
}
