// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.s3.Verdict.Fate;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.xml.stream.XMLStreamException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** F1, F2, F50: what the end of a request without an answer means. */
final class TransportTableTest {

  static Stream<Arguments> causes() {
    return Stream.of(
        row(new ConnectException("refused"), Kind.UNAVAILABLE, Fate.NOT_APPLIED),
        row(new NoRouteToHostException("none"), Kind.UNAVAILABLE, Fate.NOT_APPLIED),
        row(new UnknownHostException("nowhere"), Kind.UNAVAILABLE, Fate.NOT_APPLIED),
        row(new ConnectTimeoutException("late"), Kind.TIMEOUT, Fate.NOT_APPLIED),
        row(new ConnectionRequestTimeoutException(), Kind.OVERLOADED, Fate.NOT_APPLIED),
        row(new CheckedResolver.RefusedAddress("inner"), Kind.CONFIGURATION, Fate.NOT_APPLIED),
        row(new SSLPeerUnverifiedException("name"), Kind.CONFIGURATION, Fate.NOT_APPLIED),
        row(handshake(new CertificateExpiredException()), Kind.CONFIGURATION, Fate.NOT_APPLIED),
        row(new CertificateException("wrong"), Kind.CONFIGURATION, Fate.NOT_APPLIED),
        row(handshake(new EOFException()), Kind.UNAVAILABLE, Fate.NOT_APPLIED),
        row(new SSLException("broken record"), Kind.UNAVAILABLE, Fate.BY_BYTES),
        row(new SocketTimeoutException("read"), Kind.TIMEOUT, Fate.BY_BYTES),
        row(new SocketException("reset"), Kind.UNAVAILABLE, Fate.BY_BYTES),
        row(new NoHttpResponseException("none"), Kind.UNAVAILABLE, Fate.BY_BYTES),
        row(new ConnectionClosedException(), Kind.UNAVAILABLE, Fate.BY_BYTES),
        row(new InterruptedIOException(), Kind.CANCELLED, Fate.BY_BYTES),
        row(new InterruptedException(), Kind.CANCELLED, Fate.BY_BYTES),
        row(new ClosedByInterruptException(), Kind.CANCELLED, Fate.BY_BYTES),
        row(AbortedException.create("interrupted"), Kind.CANCELLED, Fate.BY_BYTES),
        row(ApiCallTimeoutException.create(5), Kind.TIMEOUT, Fate.BY_BYTES),
        row(new XMLStreamException("not XML"), Kind.UNAVAILABLE, Fate.ANSWERED),
        row(
            new CheckedCredentials.Missing(new IllegalStateException()),
            Kind.ACCESS_DENIED,
            Fate.NOT_APPLIED),
        row(new IOException("whatever"), Kind.UNAVAILABLE, Fate.BY_BYTES));
  }

  @ParameterizedTest
  @MethodSource("causes")
  void verdict_ofACause_isAsTheTableHasIt(Throwable cause, Kind kind, Fate fate) {
    for (Throwable thrown :
        new Throwable[] {cause, SdkClientException.create("request failed", cause)}) {
      Verdict verdict = TransportTable.verdict(thrown);
      assertThat(verdict.kind()).isEqualTo(kind);
      assertThat(verdict.fate()).isEqualTo(fate);
    }
  }

  private static Arguments row(Throwable cause, Kind kind, Fate fate) {
    return Arguments.of(cause, kind, fate);
  }

  private static SSLHandshakeException handshake(Exception cause) {
    SSLHandshakeException failure = new SSLHandshakeException("failed");
    failure.initCause(cause);
    return failure;
  }
}
