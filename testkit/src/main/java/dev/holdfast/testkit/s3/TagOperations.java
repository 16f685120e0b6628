// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.util.Map;

/** Tags of objects that exist. */
final class TagOperations {
  private final S3State state;

  TagOperations(S3State state) {
    this.state = state;
  }

  HttpAnswer get(Call call) {
    return HttpAnswer.xml(200, Tags.document(version(call).attributes().tags()));
  }

  HttpAnswer put(Call call) {
    replace(call, Tags.ofDocument(call.received().body()));
    return new HttpAnswer(200);
  }

  HttpAnswer delete(Call call) {
    replace(call, Map.of());
    return new HttpAnswer(204);
  }

  private void replace(Call call, Map<String, String> tags) {
    Version old = version(call);
    state
        .bucket(call.request().bucket())
        .replace(call.key(), old, old.with(old.attributes().withTags(tags)));
  }

  private Version version(Call call) {
    if (!call.dialect().tagging()) {
      throw S3Error.notImplemented("tagging");
    }
    String id = call.request().parameter("versionId", "");
    return state.bucket(call.request().bucket()).version(call.key(), id);
  }
}
