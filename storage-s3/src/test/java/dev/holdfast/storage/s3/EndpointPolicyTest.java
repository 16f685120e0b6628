// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.RetryBudget;
import dev.holdfast.storage.StorageException.Kind;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** S16: endpoints from outside reach public addresses alone. */
final class EndpointPolicyTest extends S3Fixture {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0.0.0.0",
        "0.1.2.3",
        "10.1.2.3",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "192.0.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::7f00:1",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "fec0::1",
        "ff02::1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::",
        "2001::1",
        "2001:db8::1",
        "100::1"
      })
  void S16_address_thatIsNotPublic_isNoPublicAddress(String text) throws UnknownHostException {
    assertThat(PublicAddress.is(InetAddress.getByName(text))).isFalse();
  }

  @Test
  void S16_addressInsideOfAnother_isLookedAt() throws UnknownHostException {
    byte[] mapped = new byte[16];
    mapped[10] = -1;
    mapped[11] = -1;
    mapped[12] = 10;
    mapped[15] = 1;
    assertThat(PublicAddress.is(Inet6Address.getByAddress(null, mapped, -1))).isFalse();
    mapped[12] = 8;
    assertThat(PublicAddress.is(Inet6Address.getByAddress(null, mapped, -1))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8", "100.63.0.1", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.0.1.1",
        "192.169.0.1", "198.17.0.1", "198.20.0.1", "169.253.0.1", "203.0.114.1", "223.255.255.255",
        "2a00:1450::1", "2600::1", "64:ff9b::808:808", "2002:808:808::", "::ffff:8.8.8.8"
      })
  void S16_publicAddress_isOne(String text) throws UnknownHostException {
    assertThat(PublicAddress.is(InetAddress.getByName(text))).isTrue();
  }

  @Test
  void S16_endpointInTheInnerNetwork_isNeverDialled() {
    for (String host : List.of("127.0.0.1", "localhost", "[::1]")) {
      use(guarded(host, EndpointPolicy.untrusted(), null));
      assertThatStorageFailure(this::stat).isNotApplied(Kind.CONFIGURATION);
      assertThatStorageFailure(() -> put(bytes(10))).isNotApplied(Kind.CONFIGURATION);
    }
    assertThat(server.acceptedConnections()).isZero();
  }

  @Test
  void S16_nameThatResolvesToAnotherAddressLater_isNotDialled() throws Exception {
    Deque<InetAddress> answers = new ArrayDeque<>();
    DnsResolver rebinding =
        new DnsResolver() {
          @Override
          public InetAddress[] resolve(String host) {
            return new InetAddress[] {answers.remove()};
          }

          @Override
          public String resolveCanonicalHostname(String host) {
            return host;
          }
        };
    CheckedResolver resolver = new CheckedResolver(EndpointPolicy.untrusted(), rebinding);
    answers.add(InetAddress.getByName("8.8.8.8"));
    answers.add(InetAddress.getLoopbackAddress());
    assertThat(resolver.resolve("s3.example.org")).hasSize(1);
    assertThatThrownBy(() -> resolver.resolve("s3.example.org"))
        .isInstanceOf(CheckedResolver.RefusedAddress.class);
    assertThat(resolver.resolveCanonicalHostname("s3.example.org")).isEqualTo("s3.example.org");
    answers.add(InetAddress.getLoopbackAddress());
    use(guarded("s3.example.org", EndpointPolicy.untrusted(), rebinding));
    assertThatStorageFailure(this::stat).isNotApplied(Kind.CONFIGURATION);
    assertThat(answers).as("addresses that were asked for").isEmpty();
    assertThat(server.acceptedConnections()).isZero();
  }

  @Test
  void S16_hostsThatAreListed_areAlone() throws Exception {
    EndpointPolicy policy = EndpointPolicy.trusted().only("Example.org.", "127.0.0.1");
    assertThat(policy.problem("example.org")).isEmpty();
    assertThat(policy.problem("photos.EXAMPLE.org.")).isEmpty();
    assertThat(policy.problem("badexample.org")).isPresent();
    assertThat(policy.problem("example.org.evil.net")).isPresent();
    assertThatThrownBy(() -> EndpointPolicy.trusted().only())
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(policy.toString()).contains("any address");
    assertThat(EndpointPolicy.untrusted().toString()).isEqualTo("public addresses");
    use(S3Stores.open(S3Stores.settings(server).endpointPolicy(policy)));
    assertThat(stat()).isEmpty();
    CheckedResolver other = new CheckedResolver(policy, SystemDefaultDnsResolver.INSTANCE);
    assertThatThrownBy(() -> other.resolve("evil.net"))
        .isInstanceOf(CheckedResolver.RefusedAddress.class);
  }

  @Test
  void F50_nameThatDoesNotResolve_isUnavailable() {
    DnsResolver none =
        new DnsResolver() {
          @Override
          public InetAddress[] resolve(String host) throws UnknownHostException {
            throw new UnknownHostException(host);
          }

          @Override
          public String resolveCanonicalHostname(String host) {
            return host;
          }
        };
    use(guarded("s3.example.org", EndpointPolicy.trusted(), none));
    assertThatStorageFailure(() -> put(bytes(10))).isNotApplied(Kind.UNAVAILABLE);
  }

  @Test
  void F50_nameThatMoves_isFollowedByTheNextConnection() throws Exception {
    Deque<InetAddress> answers = new ArrayDeque<>();
    DnsResolver moving =
        new DnsResolver() {
          @Override
          public InetAddress[] resolve(String host) {
            return new InetAddress[] {answers.remove()};
          }

          @Override
          public String resolveCanonicalHostname(String host) {
            return host;
          }
        };
    use(guarded("s3.example.org", EndpointPolicy.trusted(), moving));
    answers.add(InetAddress.getByName("127.0.0.9"));
    answers.add(InetAddress.getLoopbackAddress());
    assertThatStorageFailure(this::stat).isNotApplied(Kind.UNAVAILABLE);
    assertThat(stat()).isEmpty();
  }

  private S3Driver guarded(String host, EndpointPolicy policy, @Nullable DnsResolver names) {
    S3Storage.Builder settings =
        S3Stores.settings(server)
            .endpoint(URI.create("http://" + host + ":" + server.port()))
            .endpointPolicy(policy);
    Environment environment = S3Stores.environment();
    return S3Opening.driver(
        settings,
        environment,
        RetryBudget.standard(environment.ticker()),
        names == null ? SystemDefaultDnsResolver.INSTANCE : names,
        environment.scheduler()::close);
  }
}
