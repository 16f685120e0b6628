// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Header fields in lower case, values as on the wire. For one thread. */
final class Headers {
  private final Map<String, List<String>> fields = new TreeMap<>();

  /** Adds a field; one that is there already gets one more value. */
  Headers add(String name, String value) {
    fields.computeIfAbsent(name.toLowerCase(Locale.ROOT), any -> new ArrayList<>()).add(value);
    return this;
  }

  /** Replaces a field. */
  Headers set(String name, String value) {
    fields.remove(name.toLowerCase(Locale.ROOT));
    return add(name, value);
  }

  /** The values of a field joined with commas, or null. */
  @Nullable String get(String name) {
    List<String> values = fields.get(name);
    return values == null ? null : String.join(",", values);
  }

  /** Like {@link #get}, with a value for a field that is missing. */
  String get(String name, String missing) {
    String value = get(name);
    return value == null ? missing : value;
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  /** Whether the values of a field, split at commas, contain a word in any case. */
  boolean lists(String name, String word) {
    for (String one : get(name, "").split(",", -1)) {
      if (one.strip().equalsIgnoreCase(word)) {
        return true;
      }
    }
    return false;
  }

  /** Every value of every field. */
  void each(BiConsumer<String, String> action) {
    fields.forEach((name, values) -> values.forEach(value -> action.accept(name, value)));
  }

  /** A copy with joined values. */
  Map<String, String> joined() {
    Map<String, String> joined = new TreeMap<>();
    fields.forEach((name, values) -> joined.put(name, String.join(",", values)));
    return Collections.unmodifiableMap(joined);
  }
}
