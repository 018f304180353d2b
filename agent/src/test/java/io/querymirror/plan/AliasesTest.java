package io.querymirror.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.querymirror.model.SqlShape;
import io.querymirror.sql.SqlParser;
import java.util.List;
import org.junit.jupiter.api.Test;

class AliasesTest {
  @Test
  void tablesOfAliases() {
    SqlShape statement =
        SqlParser.parse(
            "SELECT * FROM customer AS c JOIN `orders` o ON o.customer_id = c.id"
                + " LEFT JOIN shop.item `i` ON i.order_id = o.id JOIN plain ON plain.a = o.id");
    assertEquals("customer", Aliases.table(statement, "c"));
    assertEquals("orders", Aliases.table(statement, "o"));
    assertEquals("item", Aliases.table(statement, "i"));
    assertNull(Aliases.table(statement, "plain"));
    assertNull(Aliases.table(statement, "derived #2"));
  }

  @Test
  void wordsHaveBoth() {
    SqlShape statement = SqlParser.parse(RecordedPlans.of("mysql-8.0.15", "join").sql());
    PlanShape shape = RecordedPlans.of("mysql-8.0.15", "join").shape().named(statement);
    assertEquals(
        "customer c: index_merge on union(u_email,idx_city);"
            + " orders o: ref on idx_customer(customer_id); item i: ref on PRIMARY(order_id)",
        shape.text());
    PlanShape other = RecordedPlans.of("mysql-8.0.15", "cross").shape();
    assertEquals(
        List.of("plain p: full scan"),
        List.of(other.named(SqlParser.parse("SELECT COUNT(*) FROM plain p, plain q")).text())
            .stream()
            .map(text -> text.split(";")[0])
            .toList());
  }
}
