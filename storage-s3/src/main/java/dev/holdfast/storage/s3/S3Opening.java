// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.resilience.ByteBudget;
import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.RetryBudget;
import dev.holdfast.storage.Capability;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.engine.Pipeline;
import java.util.Objects;
import java.util.Set;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** Puts a storage together from its settings. */
final class S3Opening {

  /** Objects up to this size are copied by one request. */
  private static final long MOST_COPIED_AT_ONCE = 5L << 30;

  private S3Opening() {}

  static FileStorage open(S3Storage.Builder settings) {
    Environment given = settings.environment;
    Environment used = given == null ? Environment.system("holdfast-" + settings.name) : given;
    RetryBudget budget = RetryBudget.standard(used.ticker());
    S3Driver driver =
        driver(
            settings,
            used,
            budget,
            SystemDefaultDnsResolver.INSTANCE,
            given == null ? used.scheduler()::close : () -> {});
    return Pipeline.around(driver)
        .name(settings.name)
        .environment(used)
        .observer(settings.observer)
        .closeGrace(settings.closeGrace)
        .retry(settings.retry, budget)
        .spooling(settings.spooling)
        .breaker(settings.breaker)
        .limit(settings.maxRequests)
        .timeouts(settings.timeouts)
        .build();
  }

  /**
   * The driver below all layers.
   *
   * @param names resolves hosts
   * @param afterClose frees what was made for the driver
   */
  static S3Driver driver(
      S3Storage.Builder settings,
      Environment environment,
      RetryBudget budget,
      DnsResolver names,
      Runnable afterClose) {
    Transfers transfers =
        new Transfers(
            settings.threshold,
            settings.partBytes,
            settings.partsInFlight,
            MOST_COPIED_AT_ONCE,
            ByteBudget.create(settings.transferMemory, environment.waits()),
            new PartThreads(settings.name, threads(settings)),
            new Repeats(settings.retry, budget, environment));
    return driver(settings, environment, transfers, names, afterClose);
  }

  /** The driver with transfers of the caller's. */
  static S3Driver driver(
      S3Storage.Builder settings,
      Environment environment,
      Transfers transfers,
      DnsResolver names,
      Runnable afterClose) {
    AwsCredentialsProvider given = settings.credentials;
    DefaultCredentialsProvider found =
        given == null ? DefaultCredentialsProvider.builder().build() : null;
    CheckedCredentials credentials =
        new CheckedCredentials(given == null ? Objects.requireNonNull(found) : given);
    CheckedResolver resolver = new CheckedResolver(settings.policy, names);
    S3Clients clients = new S3Clients(settings, credentials, resolver);
    S3Parts parts = parts(settings, environment, transfers, clients);
    S3Links links = new S3Links(clients.presigner(), parts.bucket(), parts.errors());
    Set<Capability> claimed = settings.capabilities;
    return new S3Driver(
        parts,
        links,
        claimed == null ? settings.effectiveProfile().capabilities() : claimed,
        () -> {
          if (found != null) {
            found.close();
          }
          afterClose.run();
        });
  }

  private static S3Parts parts(
      S3Storage.Builder settings, Environment environment, Transfers transfers, S3Clients clients) {
    S3Errors errors = new S3Errors(settings.name, environment.clock());
    int connections = settings.maxRequests + threads(settings);
    Presence presence = new Presence(environment.ticker());
    return new S3Parts(
        new S3Calls(clients.client(connections), errors, presence),
        errors,
        new Bucket(settings.bucket, SettingsCheck.prefix(settings.prefix)),
        settings.effectiveProfile().traits(),
        new WriteHeaders(settings.storageClass, settings.encryption, settings.kmsKey),
        new ObjectInfos(environment.clock()),
        transfers,
        environment);
  }

  /** As many as there can be parts in memory, within reason. */
  private static int threads(S3Storage.Builder settings) {
    long parts = Math.max(settings.partsInFlight, settings.transferMemory / settings.partBytes);
    return (int) Math.min(64L, parts);
  }
}
