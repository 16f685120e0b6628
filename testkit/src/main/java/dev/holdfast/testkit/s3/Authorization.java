// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

/** What is left to be checked while a body comes. */
interface Authorization {
  /** Nothing is left. */
  Authorization NONE =
      new Authorization() {
        @Override
        public AwsChunkedInput.ChunkListener chunks() {
          return UNSIGNED;
        }

        @Override
        public void end() {}
      };

  /** Takes any chunk. */
  AwsChunkedInput.ChunkListener UNSIGNED =
      new AwsChunkedInput.ChunkListener() {
        @Override
        public void data(byte[] bytes, int offset, int length) {}

        @Override
        public void end(String signature) {}
      };

  /** Looks at the chunks of the body. */
  AwsChunkedInput.ChunkListener chunks();

  /**
   * Called when the body has come.
   *
   * @throws S3Error if a chunk was not signed as it should be
   */
  void end();
}
