// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.io.IOException;
import java.io.InputStream;

/** Turns a body on the wire into the bytes that the client means. */
final class Decoding {
  private static final String HASH = "x-amz-content-sha256";
  private static final String DECODED_LENGTH = "x-amz-decoded-content-length";

  private final long keepAtMost;

  /** See {@link Received#read}. */
  Decoding(long keepAtMost) {
    this.keepAtMost = keepAtMost;
  }

  /**
   * Reads a body to its end.
   *
   * @throws S3Error if the server does not take it in this form
   * @throws IOException if it does not come whole, or its frames are wrong
   */
  Received read(
      S3Request request, RequestBody body, S3Dialect dialect, AwsChunkedInput.ChunkListener chunks)
      throws IOException {
    Headers headers = request.head().headers();
    String hash = headers.get(HASH, "");
    boolean framed =
        hash.startsWith("STREAMING-") || headers.lists("content-encoding", "aws-chunked");
    requireLength(request, body, framed);
    boolean trailers = hash.endsWith("-TRAILER") || headers.has("x-amz-trailer");
    S3Dialect.AwsChunked taken = dialect.awsChunked();
    boolean refused =
        taken == S3Dialect.AwsChunked.REFUSED
            || (taken == S3Dialect.AwsChunked.NO_TRAILERS && trailers);
    if (framed && refused) {
      body.discard();
      throw Integrity.hashMismatch();
    }
    boolean decodes = framed && taken != S3Dialect.AwsChunked.STORED_RAW;
    InputStream in = decodes ? new AwsChunkedInput(body, chunks) : body;
    Received received = Received.read(in, keepAtMost, hash.length() == 64);
    String decoded = headers.get(DECODED_LENGTH);
    if (decodes && decoded != null && !decoded.equals(Long.toString(received.body().size()))) {
      throw new S3Error(400, "IncompleteBody", "The body has another length than you say.");
    }
    return received;
  }

  private static void requireLength(S3Request request, RequestBody body, boolean framed) {
    Headers headers = request.head().headers();
    boolean stores =
        request.operation() == S3Operation.PUT_OBJECT
            || request.operation() == S3Operation.UPLOAD_PART;
    boolean known = headers.has(framed ? DECODED_LENGTH : "content-length");
    if (stores && !known && (framed || !body.chunked())) {
      throw new S3Error(411, "MissingContentLength", "You must provide the Content-Length header.");
    }
  }
}
