// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.resilience.BreakerSettings;
import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.RetryPolicy;
import dev.holdfast.storage.Capability;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.engine.Spooling;
import dev.holdfast.storage.engine.Timeouts;
import dev.holdfast.storage.spi.StorageObserver;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * A {@link FileStorage} in a bucket of Amazon S3, or of a server that speaks its protocol.
 *
 * <pre>{@code
 * FileStorage storage =
 *     S3Storage.builder("photos")
 *         .endpoint(URI.create("https://minio.example.org"))
 *         .profile(S3Profile.MINIO)
 *         .credentials(accessKey, secretKey)
 *         .build();
 * }</pre>
 *
 * <p>Failed requests are repeated only where that cannot lose anybody's write; a breaker stops
 * requests to a server that is down; requests, their memory and their time are limited. Credentials
 * are asked for with each request, so they may rotate. The SDK's own retries are off.
 *
 * <p>An ETag is the server's: where that is a digest of the bytes, writes of equal bytes have equal
 * ETags, and a condition cannot tell them apart.
 *
 * <p>This class only makes storages. The bucket must exist.
 */
public final class S3Storage {

  private S3Storage() {}

  /** Begins a storage in a bucket. */
  public static Builder builder(String bucket) {
    return new Builder(Objects.requireNonNull(bucket, "bucket"));
  }

  /** Settings of a storage. Not thread-safe. */
  public static final class Builder {

    final String bucket;
    String prefix = "";
    @Nullable URI endpoint;
    @Nullable URI publicEndpoint;
    String region = "us-east-1";
    @Nullable AwsCredentialsProvider credentials;
    @Nullable S3Profile profile;
    @Nullable Set<Capability> capabilities;
    @Nullable Boolean pathStyle;
    EndpointPolicy policy = EndpointPolicy.trusted();
    boolean insecure;
    @Nullable X509TrustManager trustManager;
    @Nullable String storageClass;
    @Nullable ServerSideEncryption encryption;
    @Nullable String kmsKey;
    Timeouts timeouts = Timeouts.standard();
    RetryPolicy retry = RetryPolicy.standard();
    BreakerSettings breaker = BreakerSettings.standard();
    Spooling spooling = Spooling.never();
    int maxRequests = 64;
    long partBytes = 8L << 20;
    long threshold = 16L << 20;
    int partsInFlight = 4;
    long transferMemory = 64L << 20;
    Duration closeGrace = Duration.ofSeconds(10);
    String name = "s3";
    StorageObserver observer = StorageObserver.none();
    @Nullable Environment environment;

    private Builder(String bucket) {
      this.bucket = bucket;
    }

    /** Keeps all objects below a prefix of their names, such as {@code app/}; none by default. */
    public Builder prefix(String prefix) {
      this.prefix = Objects.requireNonNull(prefix, "prefix");
      return this;
    }

    /** Where the server is: scheme, host and port. Amazon S3 of the region by default. */
    public Builder endpoint(URI endpoint) {
      this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
      return this;
    }

    /**
     * Where those who use links find the server; the endpoint by default. The host is signed, so it
     * cannot be changed in a link.
     */
    public Builder publicEndpoint(URI publicEndpoint) {
      this.publicEndpoint = Objects.requireNonNull(publicEndpoint, "publicEndpoint");
      return this;
    }

    /** The region that requests are signed for; {@code us-east-1} by default. */
    public Builder region(String region) {
      this.region = Objects.requireNonNull(region, "region");
      return this;
    }

    /** A fixed pair of keys; never shown. By default the SDK looks where it always does. */
    public Builder credentials(String accessKey, String secretKey) {
      return credentialsProvider(
          StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)));
    }

    /** Asked for credentials with each request. Not closed by the storage. */
    public Builder credentialsProvider(AwsCredentialsProvider provider) {
      this.credentials = Objects.requireNonNull(provider, "provider");
      return this;
    }

    /** Which server it is; {@code AWS} by default without an endpoint, {@code UNKNOWN} with one. */
    public Builder profile(S3Profile profile) {
      this.profile = Objects.requireNonNull(profile, "profile");
      return this;
    }

    /**
     * What the server can do, where that is not what its profile says. A condition that a server
     * ignores overwrites what it was to protect: claim only what the contract tests have shown.
     */
    public Builder capabilities(Set<Capability> capabilities) {
      this.capabilities = Set.copyOf(capabilities);
      return this;
    }

    /**
     * Whether the bucket is in the path of a URL instead of its host; true by default with an
     * endpoint.
     */
    public Builder pathStyle(boolean pathStyle) {
      this.pathStyle = pathStyle;
      return this;
    }

    /** Which endpoints are allowed; all by default. */
    public Builder endpointPolicy(EndpointPolicy policy) {
      this.policy = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /** Decides which certificates are right; the platform's own by default. */
    public Builder trustManager(X509TrustManager trustManager) {
      this.trustManager = Objects.requireNonNull(trustManager, "trustManager");
      return this;
    }

    /** Allows plain HTTP to a host other than this one. Whoever can listen can then read. */
    public Builder allowInsecure(boolean allowed) {
      this.insecure = allowed;
      return this;
    }

    /** Storage class of new objects, such as {@code STANDARD_IA}; that of the bucket by default. */
    public Builder storageClass(String storageClass) {
      this.storageClass = Objects.requireNonNull(storageClass, "storageClass");
      return this;
    }

    /** Asks for new objects to be encrypted by the server with keys of its own (SSE-S3). */
    public Builder serverSideEncryption() {
      this.encryption = ServerSideEncryption.AES256;
      this.kmsKey = null;
      return this;
    }

    /**
     * Asks for new objects to be encrypted by the server with a key of its key service (SSE-KMS).
     */
    public Builder serverSideEncryption(String kmsKey) {
      this.encryption = ServerSideEncryption.AWS_KMS;
      this.kmsKey = Objects.requireNonNull(kmsKey, "kmsKey");
      return this;
    }

    /** How long one request may take; {@link Timeouts#standard()} by default. */
    public Builder timeouts(Timeouts timeouts) {
      this.timeouts = Objects.requireNonNull(timeouts, "timeouts");
      return this;
    }

    /** How often what failed is repeated; {@link RetryPolicy#standard()} by default. */
    public Builder retry(RetryPolicy retry) {
      this.retry = Objects.requireNonNull(retry, "retry");
      return this;
    }

    /** When requests are stopped; {@link BreakerSettings#standard()} by default. */
    public Builder breaker(BreakerSettings breaker) {
      this.breaker = Objects.requireNonNull(breaker, "breaker");
      return this;
    }

    /** Keeps single-shot content for a second attempt; it is sent once by default. */
    public Builder spooling(Spooling spooling) {
      this.spooling = Objects.requireNonNull(spooling, "spooling");
      return this;
    }

    /** Calls in flight at the most; 64 by default. One more fails at once as {@code OVERLOADED}. */
    public Builder maxRequests(int maxRequests) {
      this.maxRequests = maxRequests;
      return this;
    }

    /**
     * Large content.
     *
     * @param threshold content of known length that is longer is sent in parts; 16 MiB by default,
     *     5 MiB to 5 GiB
     * @param partBytes size of a part unless 10,000 of them are too few; 8 MiB by default, 5 MiB to
     *     5 GiB
     * @param partsInFlight parts of one upload on their way or in memory at a time; 4 by default
     */
    public Builder multipart(long threshold, long partBytes, int partsInFlight) {
      this.threshold = threshold;
      this.partBytes = partBytes;
      this.partsInFlight = partsInFlight;
      return this;
    }

    /**
     * Bytes in the memory of all uploads together; 64 MiB by default, at least one part. An upload
     * that needs more waits as long as its call may take.
     */
    public Builder transferMemory(long bytes) {
      this.transferMemory = bytes;
      return this;
    }

    /**
     * How long {@link FileStorage#close()} waits for transfers before it ends them; 10 seconds by
     * default, zero for not at all.
     */
    public Builder closeGrace(Duration closeGrace) {
      this.closeGrace = Objects.requireNonNull(closeGrace, "closeGrace");
      return this;
    }

    /** The name in receipts, messages and measurements; {@code s3} by default. */
    public Builder name(String name) {
      this.name = Objects.requireNonNull(name, "name");
      return this;
    }

    /** Hears what the storage does; nobody by default. */
    public Builder observer(StorageObserver observer) {
      this.observer = Objects.requireNonNull(observer, "observer");
      return this;
    }

    /** Clock, waits and threads; the machine's own by default. Not closed by the storage. */
    public Builder environment(Environment environment) {
      this.environment = Objects.requireNonNull(environment, "environment");
      return this;
    }

    /**
     * The storage. Makes no request.
     *
     * @throws IllegalArgumentException that lists every setting that makes no sense
     */
    public FileStorage build() {
      List<String> problems = SettingsCheck.problems(this);
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", problems));
      }
      return S3Opening.open(this);
    }

    /** The profile that is used. */
    S3Profile effectiveProfile() {
      if (profile != null) {
        return profile;
      }
      return endpoint == null ? S3Profile.AWS : S3Profile.UNKNOWN;
    }

    /** Whether the bucket is in the path. */
    boolean effectivePathStyle() {
      return pathStyle == null ? endpoint != null : pathStyle;
    }
  }
}
