// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import java.net.URI;
import java.time.Duration;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Makes the clients of the SDK: no retries of their own, no redirects, no calls to other regions.
 *
 * @param settings of the storage
 * @param credentials of the user
 * @param resolver finds and checks addresses
 */
record S3Clients(
    S3Storage.Builder settings, CheckedCredentials credentials, CheckedResolver resolver) {

  private static final Duration MOST_FOR_CONNECTING = Duration.ofSeconds(5);
  private static final Duration MOST_FOR_CONNECTION = Duration.ofSeconds(2);

  /** Below what common servers and load balancers keep an idle connection for. */
  private static final Duration IDLE = Duration.ofSeconds(20);

  /**
   * The client for requests.
   *
   * @param connections at the most
   */
  S3Client client(int connections) {
    boolean sdkChecksums = settings.effectiveProfile().traits().sdkChecksums();
    return S3Client.builder()
        .region(Region.of(settings.region))
        .endpointOverride(settings.endpoint)
        .credentialsProvider(credentials)
        .serviceConfiguration(dialect())
        .forcePathStyle(settings.effectivePathStyle())
        .requestChecksumCalculation(
            sdkChecksums
                ? RequestChecksumCalculation.WHEN_SUPPORTED
                : RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(
            sdkChecksums
                ? ResponseChecksumValidation.WHEN_SUPPORTED
                : ResponseChecksumValidation.WHEN_REQUIRED)
        .overrideConfiguration(
            override ->
                override
                    .retryStrategy(DefaultRetryStrategy.doNotRetry())
                    .addExecutionInterceptor(new ErrorBodyLimit()))
        .httpClientBuilder(http(connections))
        .build();
  }

  /** The client for links, which needs no connection. */
  S3Presigner presigner() {
    URI publicEndpoint = settings.publicEndpoint;
    @Nullable URI endpoint = publicEndpoint == null ? settings.endpoint : publicEndpoint;
    return S3Presigner.builder()
        .region(Region.of(settings.region))
        .endpointOverride(endpoint)
        .credentialsProvider(credentials)
        .serviceConfiguration(
            S3Configuration.builder().pathStyleAccessEnabled(settings.effectivePathStyle()).build())
        .build();
  }

  private S3Configuration dialect() {
    S3Profile.Traits traits = settings.effectiveProfile().traits();
    return S3Configuration.builder()
        .chunkedEncodingEnabled(traits.chunkedSignature())
        .expectContinueEnabled(traits.sdkChecksums())
        .build();
  }

  private Apache5HttpClient.Builder http(int connections) {
    Duration control = settings.timeouts.control();
    Duration idle = settings.timeouts.idle();
    Apache5HttpClient.Builder http =
        Apache5HttpClient.builder()
            .maxConnections(connections)
            .connectionTimeout(least(control, MOST_FOR_CONNECTING))
            .connectionAcquisitionTimeout(least(control, MOST_FOR_CONNECTION))
            .connectionMaxIdleTime(IDLE)
            .socketTimeout(control.compareTo(idle) > 0 ? control : idle)
            .expectContinueEnabled(false)
            .dnsResolver(resolver);
    X509TrustManager trust = settings.trustManager;
    if (trust != null) {
      http.tlsTrustManagersProvider(() -> new TrustManager[] {trust});
    }
    return settings.policy.trusting()
        ? http
        : http.proxyConfiguration(
            ProxyConfiguration.builder()
                .useSystemPropertyValues(false)
                .useEnvironmentVariableValues(false)
                .build());
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
