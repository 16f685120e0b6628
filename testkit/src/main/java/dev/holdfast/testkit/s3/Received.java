// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The decoded body of a request.
 *
 * @param body its bytes
 * @param kept whether these are the bytes that came, and not zeros in their place
 * @param md5 the MD5 of what came in hexadecimal digits
 * @param sha256 the SHA-256 of what came in hexadecimal digits, or empty if nobody asked
 * @param trailers fields that came behind the body
 */
record Received(Body body, boolean kept, String md5, String sha256, Headers trailers) {
  private static final int PIECE_BYTES = 256 * 1024;

  static Received nothing() {
    return new Received(
        Body.EMPTY, true, Digests.hex(Digests.of("MD5", Body.EMPTY)), "", new Headers());
  }

  /**
   * Reads a body to its end.
   *
   * @param keepAtMost a longer body is kept as so many zero bytes; its MD5 is that of what came
   * @param withSha256 whether the SHA-256 is computed
   */
  static Received read(InputStream in, long keepAtMost, boolean withSha256) throws IOException {
    MessageDigest md5 = Digests.digest("MD5");
    MessageDigest sha256 = Digests.digest("SHA-256");
    List<Body.Piece> pieces = new ArrayList<>();
    long size = 0;
    byte[] piece = new byte[8 * 1024];
    boolean more = true;
    while (more) {
      int count = in.readNBytes(piece, 0, piece.length);
      md5.update(piece, 0, count);
      if (withSha256) {
        sha256.update(piece, 0, count);
      }
      size += count;
      more = count == piece.length;
      if (size <= keepAtMost) {
        pieces.add(new Body.Piece(more ? piece : Arrays.copyOf(piece, count), 0, count));
        piece = more ? new byte[PIECE_BYTES] : piece;
      } else {
        pieces.clear();
      }
    }
    Headers trailers = in instanceof AwsChunkedInput chunked ? chunked.trailers() : new Headers();
    String hash = withSha256 ? Digests.hex(sha256.digest()) : "";
    boolean kept = size <= keepAtMost;
    Body body = kept ? new Body(pieces) : Body.zeros(size);
    return new Received(body, kept, Digests.hex(md5.digest()), hash, trailers);
  }
}
