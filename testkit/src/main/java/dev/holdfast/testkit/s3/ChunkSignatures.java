// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.security.MessageDigest;

/** The chain of signatures over the chunks of one body. For one thread. */
final class ChunkSignatures implements Authorization {
  private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";

  private final MessageDigest digest = Digests.digest("SHA-256");
  private final byte[] key;
  private final SignedHead signed;
  private String previous;
  private boolean wrong;

  ChunkSignatures(byte[] key, SignedHead signed) {
    this.key = key;
    this.signed = signed;
    this.previous = signed.signature();
  }

  @Override
  public void data(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
  }

  @Override
  public void end(String signature) {
    String toSign =
        Signatures.stringToSign(
            SignedHead.ALGORITHM + "-PAYLOAD",
            signed,
            previous,
            Signatures.sha256(""),
            Digests.hex(digest.digest()));
    wrong |= !Signatures.matches(signature, Signatures.signature(key, toSign));
    previous = signature;
  }

  @Override
  public void check(Headers trailers) {
    String signature = trailers.get(TRAILER_SIGNATURE);
    if (signature != null) {
      StringBuilder fields = new StringBuilder();
      trailers.each(
          (name, value) -> {
            if (!name.equals(TRAILER_SIGNATURE)) {
              fields.append(name).append(':').append(value).append('\n');
            }
          });
      String toSign =
          Signatures.stringToSign(
              SignedHead.ALGORITHM + "-TRAILER",
              signed,
              previous,
              Signatures.sha256(fields.toString()));
      wrong |= !Signatures.matches(signature, Signatures.signature(key, toSign));
    }
    if (wrong) {
      throw Signatures.mismatch();
    }
  }
}
