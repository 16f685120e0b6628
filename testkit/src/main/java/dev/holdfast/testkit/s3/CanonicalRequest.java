// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.util.ArrayList;
import java.util.List;

/** The one form of a request that both sides sign, whatever way it took. */
final class CanonicalRequest {
  private CanonicalRequest() {}

  static String text(RequestHead head, SignedHead signed) {
    StringBuilder text = new StringBuilder(head.method()).append('\n');
    text.append(Percent.encode(Percent.decode(head.path(), false), false)).append('\n');
    text.append(query(head.query())).append('\n');
    for (String name : signed.headers()) {
      String value = head.headers().get(name, "").strip().replaceAll(" +", " ");
      text.append(name).append(':').append(value).append('\n');
    }
    text.append('\n').append(String.join(";", signed.headers())).append('\n');
    return text.append(payload(head, signed)).toString();
  }

  private static String payload(RequestHead head, SignedHead signed) {
    String hash = head.headers().get("x-amz-content-sha256");
    if (hash != null) {
      return hash;
    }
    return signed.link() ? "UNSIGNED-PAYLOAD" : Digests.hex(Digests.of("SHA-256", Body.EMPTY));
  }

  private static String query(String raw) {
    List<String> pairs = new ArrayList<>();
    for (String pair : raw.split("&", -1)) {
      int mark = pair.indexOf('=');
      String name = Percent.decode(mark < 0 ? pair : pair.substring(0, mark), true);
      String value = mark < 0 ? "" : Percent.decode(pair.substring(mark + 1), true);
      if (!name.isEmpty() && !name.equals("X-Amz-Signature")) {
        pairs.add(Percent.encode(name, true) + "=" + Percent.encode(value, true));
      }
    }
    pairs.sort(null);
    return String.join("&", pairs);
  }
}
