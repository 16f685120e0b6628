// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The user's credentials, asked for with each request so that they may rotate. That there are none
 * is told apart from every failure of a request.
 *
 * @param provider of the user
 */
record CheckedCredentials(AwsCredentialsProvider provider) implements AwsCredentialsProvider {

  @Override
  public AwsCredentials resolveCredentials() {
    try {
      return provider.resolveCredentials();
    } catch (SdkException | IllegalStateException e) {
      throw new Missing(e);
    }
  }

  @Override
  public String toString() {
    return "credentials";
  }

  /** There are no credentials. */
  static final class Missing extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Missing(RuntimeException cause) {
      super("no credentials were found", cause);
    }
  }
}
