// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.Abortable;

/** Cuts the bodies of errors, which the SDK reads into memory whole, behind 64 KiB. */
final class ErrorBodyLimit implements ExecutionInterceptor {

  static final int MOST_BYTES = 64 * 1024;

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    Optional<InputStream> body = context.responseBody();
    return context.httpResponse().statusCode() < 300 ? body : body.map(Cut::new);
  }

  /** A stream that ends behind the limit. */
  private static final class Cut extends InputStream {

    private final InputStream in;
    private int left = MOST_BYTES;

    Cut(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      if (left == 0) {
        return length == 0 ? 0 : -1;
      }
      int read = in.read(bytes, offset, Math.min(length, left));
      left -= Math.max(0, read);
      return read;
    }

    @Override
    public void close() throws IOException {
      if (left == 0 && in instanceof Abortable connection) {
        connection.abort(); // closing would read all that is behind the limit
      } else {
        in.close();
      }
    }
  }
}
