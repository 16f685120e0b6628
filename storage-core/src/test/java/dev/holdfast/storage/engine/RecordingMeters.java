// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterBuilder;
import io.opentelemetry.api.metrics.MeterProvider;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Writes down what is measured through the API of OpenTelemetry; no other instrument exists. */
final class RecordingMeters {

  /** Scope, name, unit and kind of each instrument. */
  final Map<String, String> instruments = new ConcurrentHashMap<>();

  /** Sums by name and attributes. */
  final Map<String, Double> sums = new ConcurrentHashMap<>();

  /** All attributes that were given. */
  final Map<Attributes, Boolean> attributes = new ConcurrentHashMap<>();

  OpenTelemetry openTelemetry() {
    return answering(
        OpenTelemetry.class,
        (method, arguments) ->
            switch (method.getName()) {
              case "getMeter" -> meter((String) arguments[0]);
              case "getMeterProvider" -> provider();
              default -> throw new AssertionError("not expected: " + method);
            });
  }

  /** Sums by name and attributes, in order. */
  Map<String, Double> sorted() {
    return new TreeMap<>(sums);
  }

  private MeterProvider provider() {
    return answering(
        MeterProvider.class,
        (method, arguments) ->
            method.getName().equals("get")
                ? meter((String) arguments[0])
                : builder((String) arguments[0]));
  }

  private MeterBuilder builder(String scope) {
    return answering(MeterBuilder.class, (method, arguments) -> meter(scope));
  }

  private Meter meter(String scope) {
    return answering(
        Meter.class,
        (method, arguments) ->
            switch (method.getName()) {
              case "histogramBuilder" ->
                  histogram(scope, (String) arguments[0], new StringBuilder());
              case "counterBuilder" -> counter(scope, (String) arguments[0], new StringBuilder());
              default -> throw new AssertionError("not expected: " + method);
            });
  }

  private Object histogram(String scope, String name, StringBuilder unit) {
    return building(
        DoubleHistogramBuilder.class,
        unit,
        () -> {
          instruments.put(name, scope + " histogram " + unit);
          return measuring(DoubleHistogram.class, name);
        });
  }

  private Object counter(String scope, String name, StringBuilder unit) {
    return building(
        LongCounterBuilder.class,
        unit,
        () -> {
          instruments.put(name, scope + " counter " + unit);
          return measuring(LongCounter.class, name);
        });
  }

  private static <B> B building(Class<B> type, StringBuilder unit, Supplier<Object> build) {
    return proxy(
        type,
        (proxy, method, arguments) -> {
          if (method.getName().equals("build")) {
            return build.get();
          }
          if (method.getName().equals("setUnit")) {
            unit.append(arguments[0]);
          }
          return proxy;
        });
  }

  private <I> I measuring(Class<I> type, String name) {
    return proxy(
        type,
        (proxy, method, arguments) -> {
          Attributes given = (Attributes) arguments[1];
          attributes.put(given, true);
          double value = ((Number) arguments[0]).doubleValue();
          sums.merge(name + " " + new TreeMap<>(text(given)), value, Double::sum);
          return null;
        });
  }

  private static Map<String, String> text(Attributes attributes) {
    Map<String, String> text = new TreeMap<>();
    attributes.forEach((key, value) -> text.put(key.getKey(), value.toString()));
    return text;
  }

  private static <T> T answering(Class<T> type, Answer answer) {
    return proxy(type, (proxy, method, arguments) -> answer.to(method, arguments));
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** What a stand-in answers. */
  @FunctionalInterface
  private interface Answer {
    Object to(Method method, Object[] arguments);
  }
}
