// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.testkit.net.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  private static final String PASSWORD = "changeit";

  private static SSLContext context(Path directory) throws Exception {
    Path file = directory.resolve("keys.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process made =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.txt").toFile())
            .start();
    assertThat(made.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(made.exitValue()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }

  @Test
  void tls_servesAndFailsAsPlainDoes(@TempDir Path directory) throws Exception {
    SSLContext context = context(directory);
    HttpClient http = HttpClient.newBuilder().sslContext(context).build();
    try (ScriptedS3 server = ScriptedS3.builder().tls(context).start()) {
      assertThat(server.endpoint().getScheme()).isEqualTo("https");
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(server.endpoint() + "/bucket/k"))
              .version(HttpClient.Version.HTTP_1_1)
              .timeout(Duration.ofSeconds(20));
      HttpRequest put = request.copy().PUT(BodyPublishers.ofString("hello")).build();
      assertThat(http.send(put, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
      HttpResponse<String> get = http.send(request.build(), BodyHandlers.ofString());
      assertThat(get.body()).isEqualTo("hello");
      for (Fault.Ending ending : new Fault.Ending[] {Fault.Ending.CLOSE, Fault.Ending.RESET}) {
        // The client repeats a GET by itself if the reset overtakes the answer.
        S3Injection cut =
            server
                .on(RequestMatcher.operation(S3Operation.GET_OBJECT))
                .always()
                .answer(S3Fault.truncate(2, ending));
        assertThatExceptionOfType(IOException.class)
            .isThrownBy(() -> http.send(request.build(), BodyHandlers.ofString()));
        cut.remove();
      }
    }
  }
}
