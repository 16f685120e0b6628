// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Tells addresses of the Internet from those of a machine or an inner network (the special-purpose
 * registries of RFC 6890), also where an IPv6 address carries an IPv4 one. Pure.
 */
final class PublicAddress {

  private PublicAddress() {}

  static boolean is(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      return v4(bytes, 0);
    }
    return address instanceof Inet6Address && v6(bytes);
  }

  private static boolean v4(byte[] bytes, int at) {
    int first = bytes[at] & 0xff;
    int second = bytes[at + 1] & 0xff;
    int third = bytes[at + 2] & 0xff;
    return switch (first) {
      case 0, 10, 127 -> false;
      case 100 -> second < 64 || second > 127;
      case 169 -> second != 254;
      case 172 -> second < 16 || second > 31;
      case 192 -> second != 168 && !(second == 0 && (third == 0 || third == 2));
      case 198 -> second != 18 && second != 19 && !(second == 51 && third == 100);
      case 203 -> !(second == 0 && third == 113);
      default -> first < 224;
    };
  }

  private static boolean v6(byte[] bytes) {
    int first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
    int second = (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
    if (zeros(bytes, 0, 12) || mapped(bytes)) {
      return v4(bytes, 12);
    }
    if (first == 0x64 && second == 0xff9b) { // NAT64
      return zeros(bytes, 4, 12) && v4(bytes, 12);
    }
    if (first == 0x2002) { // 6to4
      return v4(bytes, 2);
    }
    boolean teredoOrReserved = first == 0x2001 && second < 0x200;
    boolean documentation = first == 0x2001 && second == 0xdb8;
    return (first & 0xe000) == 0x2000 && !teredoOrReserved && !documentation;
  }

  private static boolean mapped(byte[] bytes) {
    return zeros(bytes, 0, 10) && bytes[10] == -1 && bytes[11] == -1;
  }

  private static boolean zeros(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes[at] != 0) {
        return false;
      }
    }
    return true;
  }
}
