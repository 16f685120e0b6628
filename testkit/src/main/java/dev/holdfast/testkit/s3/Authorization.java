// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

/** What is left to be checked while a body comes. */
interface Authorization extends AwsChunkedInput.ChunkListener {
  /** Nothing is left. */
  Authorization NONE =
      new Authorization() {
        @Override
        public void data(byte[] bytes, int offset, int length) {}

        @Override
        public void end(String signature) {}

        @Override
        public void check(Headers trailers) {}
      };

  /**
   * Called when the body has come.
   *
   * @throws S3Error if a chunk or the trailing fields were not signed as they should be
   */
  void check(Headers trailers);
}
