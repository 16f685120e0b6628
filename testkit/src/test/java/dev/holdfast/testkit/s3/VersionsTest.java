// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VersionsTest {
  private final ScriptedS3 server = ScriptedS3.builder().versioned(true).start();
  private final PlainClient client = new PlainClient(server);

  @AfterEach
  void stop() {
    server.close();
  }

  private static String version(HttpResponse<String> answer) {
    return answer.headers().firstValue("x-amz-version-id").orElse("");
  }

  @Test
  void oldVersions_stayReadable() throws Exception {
    String first = version(client.put("/k", "one"));
    String second = version(client.put("/k", "two"));
    assertThat(List.of(first, second)).doesNotContain("").doesNotHaveDuplicates();
    assertThat(client.get("/k").body()).isEqualTo("two");
    assertThat(version(client.get("/k"))).isEqualTo(second);
    assertThat(client.get("/k?versionId=" + first).body()).isEqualTo("one");
    HttpResponse<String> unknown = client.get("/k?versionId=nope");
    assertThat(PlainClient.element(unknown, "Code")).isEqualTo("NoSuchVersion");
    assertThat(server.history("k")).extracting(S3Effect::versionId).containsExactly(first, second);
    assertThat(client.get("?versioning").body()).contains("<Status>Enabled</Status>");
  }

  @Test
  void delete_leavesAMarkerThatCanBeRemoved() throws Exception {
    String first = version(client.put("/k", "one"));
    HttpResponse<String> delete = client.delete("/k");
    String marker = version(delete);
    assertThat(delete.headers().firstValue("x-amz-delete-marker")).contains("true");
    assertThat(client.get("/k").statusCode()).isEqualTo(404);
    assertThat(client.get("/k?versionId=" + marker).statusCode()).isEqualTo(405);
    assertThat(client.get("/k?versionId=" + first).body()).isEqualTo("one");
    assertThat(client.get("?list-type=2").body()).contains("<KeyCount>0</KeyCount>");
    assertThat(client.put("/k", "x", "if-match", "*").statusCode()).isEqualTo(404);
    HttpResponse<String> removal = client.delete("/k?versionId=" + marker);
    assertThat(version(removal)).isEqualTo(marker);
    assertThat(client.get("/k").body()).isEqualTo("one");
    assertThat(server.history("k")).extracting(S3Effect::delete).containsExactly(false, true, true);
  }

  @Test
  void batch_ofVersions_removesThem() throws Exception {
    String first = version(client.put("/k", "one"));
    String second = version(client.put("/k", "two"));
    String body =
        "<Delete><Object><Key>k</Key><VersionId>"
            + second
            + "</VersionId></Object><Object><Key>j</Key></Object></Delete>";
    HttpResponse<String> answer = client.post("?delete", body);
    assertThat(answer.body())
        .contains("<VersionId>" + second + "</VersionId>", "<DeleteMarkerVersionId>");
    assertThat(version(client.get("/k"))).isEqualTo(first);
    assertThat(client.get("/k").body()).isEqualTo("one");
  }

  @Test
  void copy_ofAVersion_takesThatOne() throws Exception {
    String first = version(client.put("/k", "one"));
    client.stored("/k", "two");
    String source = "/bucket/k?versionId=" + first;
    assertThat(client.put("/k", "", "x-amz-copy-source", source).statusCode()).isEqualTo(200);
    assertThat(client.get("/k").body()).isEqualTo("one");
    assertThat(server.history("k")).hasSize(3);
  }
}
