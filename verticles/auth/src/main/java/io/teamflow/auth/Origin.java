package io.teamflow.auth;

import io.teamflow.codecs.bus.Caller;

/**
 * Where a caller sits, for the list of sessions and the audit log.
 *
 * @param device what the program called itself, at most {@value #DEVICE_MAX} characters of it
 */
record Origin(String address, String device) {
  private static final int DEVICE_MAX = 200;

  static Origin of(Caller caller) {
    String device = caller.userAgent();
    return new Origin(
        caller.remoteAddress(), device.substring(0, Math.min(device.length(), DEVICE_MAX)));
  }
}
