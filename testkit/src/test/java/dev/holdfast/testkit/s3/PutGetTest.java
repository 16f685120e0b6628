// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PutGetTest {
  private static final String MD5_OF_HELLO = "\"5d41402abc4b2a76b9719d911017c592\"";

  private final ScriptedS3 server = ScriptedS3.start();
  private final PlainClient client = new PlainClient(server);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void object_putAndRead_comesBackWithAllThatWasKept() throws Exception {
    HttpResponse<String> put =
        client.put(
            "/a/b%20c",
            "hello",
            "content-type",
            "text/plain",
            "x-amz-meta-Colour",
            "blue",
            "x-amz-storage-class",
            "GLACIER_IR");
    assertThat(put.statusCode()).isEqualTo(200);
    assertThat(put.headers().firstValue("etag")).contains(MD5_OF_HELLO);

    HttpResponse<String> get = client.get("/a/b%20c");
    assertThat(get.statusCode()).isEqualTo(200);
    assertThat(get.body()).isEqualTo("hello");
    assertThat(get.headers().firstValue("etag")).contains(MD5_OF_HELLO);
    assertThat(get.headers().firstValue("content-type")).contains("text/plain");
    assertThat(get.headers().firstValue("content-length")).contains("5");
    assertThat(get.headers().firstValue("x-amz-meta-colour")).contains("blue");
    assertThat(get.headers().firstValue("x-amz-storage-class")).contains("GLACIER_IR");
    assertThat(server.keys()).containsExactly("a/b c");
  }

  @Test
  void head_ofObject_hasTheLengthAndNoBody() throws Exception {
    client.stored("/k", "hello");
    HttpResponse<String> head = client.head("/k");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("content-length")).contains("5");
    assertThat(client.head("/missing").statusCode()).isEqualTo(404);
    assertThat(client.head("/k").statusCode()).isEqualTo(200);
    assertThat(server.acceptedConnections()).isEqualTo(1);
  }

  @Test
  void missing_getAndDelete_areTold() throws Exception {
    HttpResponse<String> get = client.get("/missing");
    assertThat(get.statusCode()).isEqualTo(404);
    assertThat(PlainClient.element(get, "Code")).isEqualTo("NoSuchKey");
    assertThat(client.delete("/missing").statusCode()).isEqualTo(204);
  }

  @Test
  void delete_ofObject_removesIt() throws Exception {
    client.stored("/k", "hello");
    assertThat(client.delete("/k").statusCode()).isEqualTo(204);
    assertThat(client.get("/k").statusCode()).isEqualTo(404);
    assertThat(server.keys()).isEmpty();
  }

  @Test
  void ranges_ofAllForms_areCut() throws Exception {
    client.stored("/k", "0123456789");
    HttpResponse<String> middle = client.get("/k", "range", "bytes=2-4");
    assertThat(middle.statusCode()).isEqualTo(206);
    assertThat(middle.body()).isEqualTo("234");
    assertThat(middle.headers().firstValue("content-range")).contains("bytes 2-4/10");
    assertThat(client.get("/k", "range", "bytes=7-").body()).isEqualTo("789");
    assertThat(client.get("/k", "range", "bytes=-3").body()).isEqualTo("789");
    assertThat(client.get("/k", "range", "bytes=-30").body()).isEqualTo("0123456789");
    assertThat(client.get("/k", "range", "bytes=8-99").body()).isEqualTo("89");
    assertThat(client.get("/k", "range", "pages=1-2").statusCode()).isEqualTo(200);
    HttpResponse<String> outside = client.get("/k", "range", "bytes=10-");
    assertThat(outside.statusCode()).isEqualTo(416);
    assertThat(outside.headers().firstValue("content-range")).contains("bytes */10");
    assertThat(client.get("/k", "range", "bytes=-0").statusCode()).isEqualTo(416);
  }
}
