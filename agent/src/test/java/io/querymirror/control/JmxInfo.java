package io.querymirror.control;

import io.querymirror.report.Models;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;

/** What the agent's MBeans say of themselves. */
public final class JmxInfo {
  private JmxInfo() {}

  /** Descriptions by {@code MBean attribute}. */
  public static Map<String, String> all() {
    FixedOperations operations = new FixedOperations(Models.everything());
    RecentReport recent = operations.recent();
    Map<String, String> all = new LinkedHashMap<>();
    add("QueryMirror", AgentBean.of(operations, recent, "1"), all);
    add("Target", TargetBean.target(recent, "candidate"), all);
    add("Host", TargetBean.host(recent, "candidate", "10.0.0.5:3306"), all);
    return all;
  }

  private static void add(String name, DynamicMBean bean, Map<String, String> to) {
    for (MBeanAttributeInfo attribute : bean.getMBeanInfo().getAttributes()) {
      to.put(name + " " + attribute.getName(), attribute.getDescription());
    }
    for (MBeanOperationInfo operation : bean.getMBeanInfo().getOperations()) {
      to.put(name + " " + operation.getName() + "()", operation.getDescription());
    }
  }
}
