// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.storage.InvalidKeyException;
import dev.holdfast.storage.StorageKey;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds everything that makes no sense in the settings of a storage. Pure; looks nothing up. */
final class SettingsCheck {

  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,62}");
  private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}");

  private final S3Storage.Builder settings;
  private final List<String> problems = new ArrayList<>();

  private SettingsCheck(S3Storage.Builder settings) {
    this.settings = settings;
  }

  static List<String> problems(S3Storage.Builder settings) {
    SettingsCheck check = new SettingsCheck(settings);
    check.place();
    check.endpoint("endpoint", settings.endpoint);
    check.endpoint("publicEndpoint", settings.publicEndpoint);
    check.sizes();
    check.rest();
    return check.problems;
  }

  /** The prefix with a slash at its end, unless it is empty. */
  static String prefix(String given) {
    return given.isEmpty() || given.endsWith("/") ? given : given + "/";
  }

  private void place() {
    require(BUCKET.matcher(settings.bucket).matches(), "bucket is not the name of a bucket");
    require(
        !settings.bucket.contains(".") || settings.effectivePathStyle(),
        "a bucket with a dot in its name needs pathStyle(true)");
    require(!settings.region.isBlank(), "region must not be blank");
    if (!settings.prefix.isEmpty()) {
      String prefix = prefix(settings.prefix);
      try {
        StorageKey ignored = StorageKey.of(prefix.substring(0, prefix.length() - 1));
      } catch (InvalidKeyException e) { // the message has the reason
        problems.add("prefix must follow the grammar of keys: " + e.getMessage());
      }
    }
  }

  private void endpoint(String what, @Nullable URI uri) {
    if (uri == null) {
      return;
    }
    String scheme = Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
    String host = uri.getHost();
    if (!(scheme.equals("http") || scheme.equals("https")) || host == null) {
      problems.add(what + " must be http:// or https:// and a host");
      return;
    }
    String path = Objects.requireNonNullElse(uri.getRawPath(), "");
    require(
        uri.getRawUserInfo() == null
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null
            && (path.isEmpty() || path.equals("/")),
        what + " must have nothing but scheme, host and port");
    require(
        scheme.equals("https") || settings.insecure || loopback(host),
        what + " is plain HTTP to another host; use https, or allowInsecure(true)");
    if (what.equals("endpoint")) {
      settings.policy.problem(host).ifPresent(problems::add);
    }
  }

  private void sizes() {
    long most = PartLayout.MOST_BYTES;
    long least = PartLayout.LEAST_BYTES;
    require(
        settings.partBytes >= least && settings.partBytes <= most,
        "partBytes must be 5 MiB to 5 GiB: " + settings.partBytes);
    require(
        settings.threshold >= least && settings.threshold <= most,
        "threshold must be 5 MiB to 5 GiB: " + settings.threshold);
    require(
        settings.partsInFlight >= 1 && settings.partsInFlight <= 1_000,
        "partsInFlight must be 1 to 1000: " + settings.partsInFlight);
    require(
        settings.transferMemory >= Math.max(settings.partBytes, settings.threshold),
        "transferMemory must hold one part and what is below the threshold: "
            + settings.transferMemory);
    require(
        settings.maxRequests >= 1 && settings.maxRequests <= 10_000,
        "maxRequests must be 1 to 10000: " + settings.maxRequests);
  }

  private void rest() {
    require(!settings.name.isBlank(), "name must not be blank");
    require(!settings.closeGrace.isNegative(), "closeGrace must not be negative");
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }

  /** Whether a host is surely this machine, without asking a resolver. */
  private static boolean loopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("[::1]")
        || LOOPBACK.matcher(host).matches();
  }
}
