package io.querymirror.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.InvalidAttributeValueException;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanOperationInfo;
import javax.management.ReflectionException;
import javax.management.openmbean.OpenMBeanAttributeInfoSupport;
import javax.management.openmbean.OpenMBeanConstructorInfoSupport;
import javax.management.openmbean.OpenMBeanInfoSupport;
import javax.management.openmbean.OpenMBeanOperationInfoSupport;
import javax.management.openmbean.OpenMBeanParameterInfoSupport;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import org.jspecify.annotations.Nullable;

/**
 * An open MBean from a list of attributes and operations. Its values are of the JDK's own types, so
 * that a client needs no class of the agent's; as a dynamic MBean it is not inspected by
 * reflection, so that the JDK keeps no hold of its class once it is unregistered.
 *
 * @param <S> counts of one moment: attributes that are read together are of the same
 */
final class JmxBean<S> implements DynamicMBean {
  private final MBeanInfo info;
  private final Supplier<S> now;
  private final Map<String, Supplier<?>> readers = new LinkedHashMap<>();
  private final Map<String, Function<S, ?>> counts = new LinkedHashMap<>();
  private final Map<String, Consumer<Boolean>> switches = new LinkedHashMap<>();
  private final Map<String, Callable<?>> operations = new LinkedHashMap<>();

  private JmxBean(Builder<S> b) {
    now = b.now;
    readers.putAll(b.readers);
    counts.putAll(b.counts);
    switches.putAll(b.switches);
    operations.putAll(b.operations);
    info =
        new OpenMBeanInfoSupport(
            JmxBean.class.getName(),
            b.description,
            b.attributes.toArray(new OpenMBeanAttributeInfoSupport[0]),
            new OpenMBeanConstructorInfoSupport[0],
            b.invoked.toArray(new OpenMBeanOperationInfoSupport[0]),
            new MBeanNotificationInfo[0]);
  }

  static <S> Builder<S> of(String description, Supplier<S> now) {
    return new Builder<>(description, now);
  }

  /** Attributes and operations, in the order in which a client shows them. */
  static final class Builder<S> {
    private final String description;
    private final Supplier<S> now;
    private final List<OpenMBeanAttributeInfoSupport> attributes = new ArrayList<>();
    private final List<OpenMBeanOperationInfoSupport> invoked = new ArrayList<>();
    private final Map<String, Supplier<?>> readers = new LinkedHashMap<>();
    private final Map<String, Function<S, ?>> counts = new LinkedHashMap<>();
    private final Map<String, Consumer<Boolean>> switches = new LinkedHashMap<>();
    private final Map<String, Callable<?>> operations = new LinkedHashMap<>();

    private Builder(String description, Supplier<S> now) {
      this.description = description;
      this.now = now;
    }

    /** Something that has nothing to do with the counts. */
    <T> Builder<S> read(String name, OpenType<T> type, String says, Supplier<? extends T> reader) {
      attributes.add(new OpenMBeanAttributeInfoSupport(name, says, type, true, false, false));
      readers.put(name, reader);
      return this;
    }

    /** Something of the counts. */
    <T> Builder<S> count(
        String name, OpenType<T> type, String says, Function<S, ? extends T> reader) {
      attributes.add(new OpenMBeanAttributeInfoSupport(name, says, type, true, false, false));
      counts.put(name, reader);
      return this;
    }

    /** A plain number of the counts. */
    Builder<S> count(String name, String says, ToLongFunction<S> reader) {
      return count(name, SimpleType.LONG, says, s -> reader.applyAsLong(s));
    }

    /** A share of something, from 0 to 1; NaN where it is a share of nothing. */
    Builder<S> share(String name, String says, Function<S, OptionalDouble> reader) {
      return count(name, SimpleType.DOUBLE, says, s -> reader.apply(s).orElse(Double.NaN));
    }

    /** One that can be set. */
    Builder<S> toggle(
        String name, String says, Supplier<Boolean> reader, Consumer<Boolean> writer) {
      attributes.add(
          new OpenMBeanAttributeInfoSupport(name, says, SimpleType.BOOLEAN, true, true, true));
      readers.put(name, reader);
      switches.put(name, writer);
      return this;
    }

    /** One without parameters. */
    <T> Builder<S> operation(String name, OpenType<T> type, String says, Callable<T> operation) {
      invoked.add(
          new OpenMBeanOperationInfoSupport(
              name, says, new OpenMBeanParameterInfoSupport[0], type, MBeanOperationInfo.ACTION));
      operations.put(name, operation);
      return this;
    }

    JmxBean<S> build() {
      return new JmxBean<>(this);
    }
  }

  @Override
  public Object getAttribute(String name) throws AttributeNotFoundException {
    AttributeList found = getAttributes(new String[] {name});
    if (found.isEmpty()) {
      throw new AttributeNotFoundException("no attribute " + name);
    }
    return found.asList().get(0).getValue();
  }

  @Override
  public void setAttribute(Attribute attribute)
      throws AttributeNotFoundException, InvalidAttributeValueException {
    Consumer<Boolean> writer = switches.get(attribute.getName());
    if (writer == null) {
      throw new AttributeNotFoundException("no attribute " + attribute.getName() + " to write");
    }
    if (!(attribute.getValue() instanceof Boolean)) {
      throw new InvalidAttributeValueException(attribute.getName() + " is true or false");
    }
    writer.accept((Boolean) attribute.getValue());
  }

  @Override
  public AttributeList getAttributes(String[] names) {
    AttributeList values = new AttributeList();
    @Nullable S moment = null;
    for (String name : names) {
      Supplier<?> reader = readers.get(name);
      Function<S, ?> count = counts.get(name);
      if (reader != null) {
        values.add(new Attribute(name, reader.get()));
      } else if (count != null) {
        moment = moment == null ? now.get() : moment;
        values.add(new Attribute(name, count.apply(moment)));
      }
    }
    return values;
  }

  @Override
  public AttributeList setAttributes(AttributeList attributes) {
    AttributeList done = new AttributeList();
    for (Attribute attribute : attributes.asList()) {
      try {
        setAttribute(attribute);
        done.add(attribute);
      } catch (AttributeNotFoundException | InvalidAttributeValueException e) {
        // Left out of the answer, as the interface has it.
      }
    }
    return done;
  }

  @Override
  public @Nullable Object invoke(
      String name, Object @Nullable [] parameters, String @Nullable [] signature)
      throws MBeanException, ReflectionException {
    Callable<?> operation = operations.get(name);
    if (operation == null || parameters != null && parameters.length > 0) {
      throw new ReflectionException(new NoSuchMethodException(name), "no operation " + name);
    }
    try {
      return operation.call();
    } catch (Exception e) {
      String says = Objects.toString(e.getMessage(), e.toString());
      // Without its causes: a client need not have their classes.
      throw new MBeanException(new IllegalStateException(says), says);
    }
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    return info;
  }
}
