// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.s3.Verdict.Fate;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.xml.stream.XMLStreamException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkInterruptedException;

/** What a request without an answer means, by what ended it. Pure. */
final class TransportTable {

  private static final Verdict UNREACHABLE = Verdict.refused(Kind.UNAVAILABLE);
  private static final Verdict UNTRUSTED =
      Verdict.refused(Kind.CONFIGURATION, "check the certificate of the endpoint");
  private static final Verdict LATE = new Verdict(Kind.TIMEOUT, Fate.BY_BYTES, "");
  private static final Verdict INTERRUPTED = new Verdict(Kind.CANCELLED, Fate.BY_BYTES, "");
  private static final Verdict BROKEN = new Verdict(Kind.UNAVAILABLE, Fate.BY_BYTES, "");

  private TransportTable() {}

  static Verdict verdict(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      Verdict verdict = one(at);
      if (verdict != null) {
        return verdict;
      }
    }
    return BROKEN;
  }

  private static @Nullable Verdict one(Throwable thrown) {
    if (thrown instanceof ApiCallTimeoutException
        || thrown instanceof ApiCallAttemptTimeoutException) {
      return LATE;
    }
    if (thrown instanceof AbortedException
        || thrown instanceof SdkInterruptedException
        || thrown instanceof InterruptedException
        || thrown instanceof ClosedByInterruptException) {
      return INTERRUPTED;
    }
    if (thrown instanceof CheckedResolver.RefusedAddress) {
      return Verdict.refused(Kind.CONFIGURATION, "the endpoint policy does not allow this address");
    }
    if (thrown instanceof CheckedCredentials.Missing) {
      return Verdict.refused(Kind.ACCESS_DENIED, "see the cause for where credentials were sought");
    }
    if (thrown instanceof ConnectionRequestTimeoutException) {
      return Verdict.refused(Kind.OVERLOADED, "raise maxRequests, or close downloads earlier");
    }
    return thrown instanceof XMLStreamException
        ? new Verdict(Kind.UNAVAILABLE, Fate.ANSWERED, "")
        : ofNetwork(thrown);
  }

  private static @Nullable Verdict ofNetwork(Throwable thrown) {
    if (thrown instanceof ConnectTimeoutException) {
      return Verdict.refused(Kind.TIMEOUT);
    }
    if (thrown instanceof UnknownHostException
        || thrown instanceof ConnectException
        || thrown instanceof NoRouteToHostException) {
      return UNREACHABLE;
    }
    if (thrown instanceof SSLPeerUnverifiedException || thrown instanceof CertificateException) {
      return UNTRUSTED;
    }
    if (thrown instanceof SSLHandshakeException handshake) {
      return distrusts(handshake) ? UNTRUSTED : UNREACHABLE;
    }
    if (thrown instanceof SocketTimeoutException) {
      return LATE;
    }
    return thrown instanceof InterruptedIOException ? INTERRUPTED : null;
  }

  /** Whether a handshake failed for what the certificate says, not because the peer went away. */
  private static boolean distrusts(Throwable handshake) {
    for (Throwable at = handshake.getCause(); at != null; at = at.getCause()) {
      if (at instanceof java.security.GeneralSecurityException) {
        return true;
      }
    }
    return false;
  }
}
