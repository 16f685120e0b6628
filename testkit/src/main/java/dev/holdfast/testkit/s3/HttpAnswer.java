// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

/** An answer before it is sent: status, fields, body. For one thread. */
final class HttpAnswer {
  private final int status;
  private final Headers headers = new Headers();
  private Body body = Body.EMPTY;
  private String errorCode = "";
  private boolean bodyOmitted;
  private long announced = -1;

  HttpAnswer(int status) {
    this.status = status;
  }

  static HttpAnswer xml(int status, Xml xml) {
    return new HttpAnswer(status)
        .header("content-type", "application/xml")
        .body(Body.of(xml.bytes()));
  }

  HttpAnswer header(String name, String value) {
    headers.set(name, value);
    return this;
  }

  HttpAnswer body(Body newBody) {
    this.body = newBody;
    return this;
  }

  /** Notes the code of an error for the log. */
  HttpAnswer error(String code) {
    this.errorCode = code;
    return this;
  }

  /** Sends the length of the body only, as the answer to HEAD has it. */
  HttpAnswer withoutBody() {
    this.bodyOmitted = true;
    return this;
  }

  /** Announces a length whatever the body has. */
  HttpAnswer announced(long length) {
    this.announced = length;
    return this;
  }

  /** Announces the whole body and sends the beginning of it. */
  HttpAnswer cut(long bodyBytes) {
    long whole = body.size();
    return announced(whole).body(body.slice(0, Math.min(whole, bodyBytes)));
  }

  int status() {
    return status;
  }

  Headers headers() {
    return headers;
  }

  /** The length that the head tells. */
  long length() {
    return announced < 0 ? body.size() : announced;
  }

  /** The bytes behind the head. */
  Body body() {
    return body;
  }

  boolean bodyOmitted() {
    return bodyOmitted;
  }

  String errorCode() {
    return errorCode;
  }
}
