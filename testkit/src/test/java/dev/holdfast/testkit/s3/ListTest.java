// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListTest {
  private final ScriptedS3 server = ScriptedS3.start();
  private final PlainClient client = new PlainClient(server);

  @AfterEach
  void stop() {
    server.close();
  }

  private void store(String... keys) throws Exception {
    for (String key : keys) {
      client.stored("/" + encoded(key), "x");
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static List<String> all(HttpResponse<String> answer, String around, String element) {
    List<String> found = new ArrayList<>();
    Matcher matcher =
        Pattern.compile("<" + around + "><" + element + ">([^<]*)</").matcher(answer.body());
    while (matcher.find()) {
      found.add(URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8));
    }
    return found;
  }

  private static List<String> keys(HttpResponse<String> answer) {
    return all(answer, "Contents", "Key");
  }

  private static List<String> prefixes(HttpResponse<String> answer) {
    return all(answer, "CommonPrefixes", "Prefix");
  }

  @Test
  void list_sortsByUtf8AndTellsAboutEachObject() throws Exception {
    store("b", "a", "\uFB01", "\uD83D\uDE00", "Z");
    HttpResponse<String> answer = client.get("?list-type=2&encoding-type=url");
    assertThat(keys(answer)).containsExactly("Z", "a", "b", "\uFB01", "\uD83D\uDE00");
    assertThat(answer.body())
        .contains("<KeyCount>5</KeyCount>", "<IsTruncated>false</IsTruncated>")
        .contains("<ETag>&quot;9dd4e461268c8034f5c8564e155c67a6&quot;</ETag>")
        .contains("<Size>1</Size>", "<StorageClass>STANDARD</StorageClass>");
  }

  @Test
  void list_ofKeysThatXmlCannotHold_isEncodedWhenAsked() throws Exception {
    store("a\u0001<&b c/d+e");
    assertThat(client.get("?list-type=2&encoding-type=url").body())
        .contains("<Key>a%01%3C%26b%20c/d%2Be</Key>");
    assertThat(client.get("?list-type=2").body()).contains("<Key>a&#1;&lt;&amp;b c/d+e</Key>");
  }

  @Test
  void list_withPrefixDelimiterAndStart_cuts() throws Exception {
    store("a", "d/1", "d/2", "d/e/3", "d/e/4", "f");
    HttpResponse<String> root = client.get("?list-type=2&delimiter=/");
    assertThat(keys(root)).containsExactly("a", "f");
    assertThat(prefixes(root)).containsExactly("d/");
    HttpResponse<String> inside = client.get("?list-type=2&delimiter=/&prefix=d/");
    assertThat(keys(inside)).containsExactly("d/1", "d/2");
    assertThat(prefixes(inside)).containsExactly("d/e/");
    assertThat(keys(client.get("?list-type=2&start-after=d/2")))
        .containsExactly("d/e/3", "d/e/4", "f");
    assertThat(prefixes(client.get("?list-type=2&delimiter=/&start-after=d/2")))
        .containsExactly("d/");
  }

  @Test
  void pages_ofRandomKeys_giveEachKeyAndPrefixOnce() throws Exception {
    long seed = 20_260_101L;
    Random random = new Random(seed);
    TreeSet<String> stored = new TreeSet<>();
    for (int i = 0; i < 60; i++) {
      String key =
          random
              .ints(1 + random.nextInt(5), 0, 4)
              .collect(
                  StringBuilder::new, (b, n) -> b.append("ab/c".charAt(n)), StringBuilder::append)
              .toString();
      stored.add(key);
    }
    store(stored.toArray(String[]::new));
    for (String query : List.of("", "&delimiter=/", "&delimiter=/&prefix=a", "&prefix=b")) {
      TreeSet<String> expected = new TreeSet<>();
      String prefix = query.contains("prefix=") ? query.substring(query.length() - 1) : "";
      for (String key : stored) {
        if (key.startsWith(prefix)) {
          int cut = query.contains("delimiter") ? key.indexOf('/', prefix.length()) : -1;
          expected.add(cut < 0 ? key : key.substring(0, cut + 1));
        }
      }
      assertThat(walk("?list-type=2" + query + "&max-keys=3"))
          .as("%s, seed %d", query, seed)
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private List<String> walk(String query) throws Exception {
    List<String> found = new ArrayList<>();
    HttpResponse<String> page = client.get(query);
    String token = "";
    do {
      int before = found.size();
      found.addAll(keys(page));
      found.addAll(prefixes(page));
      assertThat(found.size() - before).isLessThanOrEqualTo(3);
      token = PlainClient.element(page, "NextContinuationToken");
      page = token.isEmpty() ? page : client.get(query + "&continuation-token=" + encoded(token));
    } while (!token.isEmpty());
    return found;
  }

  @Test
  void firstVersion_pagesByMarker() throws Exception {
    store("a", "b", "c");
    HttpResponse<String> first = client.get("?max-keys=2");
    assertThat(keys(first)).containsExactly("a", "b");
    assertThat(PlainClient.element(first, "NextMarker")).isEqualTo("b");
    assertThat(keys(client.get("?max-keys=2&marker=b"))).containsExactly("c");
  }

  @Test
  void dialects_listInTheirOwnWays() throws Exception {
    store("a", "b", "c");
    server.dialect(S3Dialect.aws().listing(S3Dialect.Listing.UNSORTED));
    assertThat(keys(client.get("?list-type=2"))).containsExactly("c", "b", "a");
    server.dialect(S3Dialect.aws().listing(S3Dialect.Listing.FIRST_VERSION_ONLY));
    HttpResponse<String> old = client.get("?list-type=2&max-keys=1");
    assertThat(old.body()).contains("<Marker></Marker>").doesNotContain("KeyCount");
    assertThat(PlainClient.element(old, "NextContinuationToken")).isEmpty();
    server.dialect(S3Dialect.aws().listing(S3Dialect.Listing.STUCK));
    HttpResponse<String> first = client.get("?list-type=2&max-keys=1");
    String token = encoded(PlainClient.element(first, "NextContinuationToken"));
    HttpResponse<String> again = client.get("?list-type=2&max-keys=1&continuation-token=" + token);
    assertThat(keys(again)).containsExactly("a");
    assertThat(encoded(PlainClient.element(again, "NextContinuationToken"))).isEqualTo(token);
  }

  @Test
  void badArguments_areRefused() throws Exception {
    for (String query :
        List.of("max-keys=x", "max-keys=-1", "continuation-token=%21", "continuation-token=YWJj")) {
      HttpResponse<String> answer = client.get("?list-type=2&" + query);
      assertThat(answer.statusCode()).as(query).isEqualTo(400);
      assertThat(PlainClient.element(answer, "Code")).isEqualTo("InvalidArgument");
    }
    assertThat(client.get("?list-type=2&max-keys=0").body())
        .contains("<IsTruncated>false</IsTruncated>");
  }
}
