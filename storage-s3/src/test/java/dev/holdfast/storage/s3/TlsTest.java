// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.testkit.s3.RecordedRequest;
import dev.holdfast.testkit.s3.RequestMatcher;
import dev.holdfast.testkit.s3.S3Operation;
import dev.holdfast.testkit.s3.ScriptedS3;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S19: encrypted connections. */
final class TlsTest {

  private static final char[] PASSWORD = "c4n4ry-store".toCharArray();
  private static final StorageKey KEY = StorageKey.of("key");

  @TempDir private Path directory;

  @Test
  void put_encrypted_isNotSignedTwiceNorChunked() throws Exception {
    KeyStore keys = keys("ip:127.0.0.1");
    try (ScriptedS3 server = server(keys)) {
      for (S3Profile profile : S3Profile.values()) {
        S3Storage.Builder settings =
            S3Stores.settings(server).profile(profile).trustManager(trusting(keys));
        try (S3Driver driver = S3Stores.open(settings)) {
          put(driver);
          assertThat(driver.stat(KEY, CallContext.unbounded())).isPresent();
        }
      }
      for (RecordedRequest put :
          server.requests(RequestMatcher.operation(S3Operation.PUT_OBJECT))) {
        assertThat(put.header("content-encoding")).isEmpty();
        assertThat(put.header("x-amz-content-sha256")).isEqualTo("UNSIGNED-PAYLOAD");
      }
    }
  }

  @Test
  void S19_certificateOfAnotherHost_isRefused() throws Exception {
    KeyStore keys = keys("dns:other.example.org");
    try (ScriptedS3 server = server(keys);
        S3Driver driver = S3Stores.open(S3Stores.settings(server).trustManager(trusting(keys)))) {
      assertThatStorageFailure(() -> put(driver)).isNotApplied(Kind.CONFIGURATION);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void S19_certificateThatNobodyTrusts_isRefused() throws Exception {
    try (ScriptedS3 server = server(keys("ip:127.0.0.1"));
        S3Driver driver = S3Stores.open(S3Stores.settings(server))) {
      assertThatStorageFailure(() -> put(driver)).isNotApplied(Kind.CONFIGURATION);
      assertThat(server.requests()).isEmpty();
    }
  }

  private static void put(S3Driver driver) {
    driver.put(
        KEY, Content.ofBytes(new byte[300_000]), UploadOptions.defaults(), CallContext.unbounded());
  }

  private static ScriptedS3 server(KeyStore keys) throws GeneralSecurityException {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return ScriptedS3.builder()
        .credentials(S3Stores.ACCESS_KEY, S3Stores.SECRET_KEY)
        .tls(context)
        .start();
  }

  private static X509TrustManager trusting(KeyStore keys) throws GeneralSecurityException {
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(keys);
    return (X509TrustManager) managers.getTrustManagers()[0];
  }

  /** A certificate signed by itself, made by the tool of the JDK. */
  private KeyStore keys(String subject)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = directory.resolve("keys-" + subject.hashCode());
    String password = String.valueOf(PASSWORD);
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=server",
                "-ext",
                "san=" + subject,
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                password,
                "-keypass",
                password)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }
}
