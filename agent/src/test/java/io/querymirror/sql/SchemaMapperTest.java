package io.querymirror.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaMapperTest {
  private final SchemaMapper mapper =
      new SchemaMapper(
          Map.of("shop", "shop_next", "crm", "crm-2", "old", "select", "odd`name", "even"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "select * from shop.orders|select * from shop_next.orders",
        "select * from `shop`.`orders`|select * from `shop_next`.`orders`",
        "select * from shop . orders|select * from shop_next . orders",
        "select * from crm.a, shop.b|select * from `crm-2`.a, shop_next.b",
        "select * from old.a|select * from `select`.a",
        "select * from `odd``name`.a|select * from `even`.a",
        "select \"shop\".\"t\".\"id\" from \"shop\".\"t\"|select \"shop_next\".\"t\".\"id\" from"
            + " \"shop_next\".\"t\"",
        "select shop.orders.id from shop.orders|select shop_next.orders.id from shop_next.orders",
        "select shop.orders.* from orders|select shop_next.orders.* from orders",
        "select shop.id from orders shop|select shop.id from orders shop",
        "select shop.id from orders as `shop`|select shop.id from orders as `shop`",
        "select shop.id from shop|select shop.id from shop",
        "select shop.id from shop.shop|select shop.id from shop_next.shop",
        "select shop.shop.id from shop.shop|select shop_next.shop.id from shop_next.shop",
        "select shop.id from (select 1 id) shop|select shop.id from (select 1 id) shop",
        "with shop as (select * from shop.a) select shop.id from shop|with shop as (select * from"
            + " shop_next.a) select shop.id from shop",
        "select * from a join shop.b on a.id = b.id|select * from a join shop_next.b on a.id = b.id",
        "select * from (shop.a, crm.b)|select * from (shop_next.a, `crm-2`.b)",
        "insert into shop.t(a) values (1)|insert into shop_next.t(a) values (1)",
        "insert shop.t select * from crm.u|insert shop_next.t select * from `crm-2`.u",
        "replace into shop.t set a = 1|replace into shop_next.t set a = 1",
        "update shop.t, crm.u set t.a = u.a|update shop_next.t, `crm-2`.u set t.a = u.a",
        "update orders shop set shop.a = 1|update orders shop set shop.a = 1",
        "delete from shop.t where id = 1|delete from shop_next.t where id = 1",
        "delete shop.t from shop.t join u|delete shop_next.t from shop_next.t join u",
        "call shop.p(1)|call shop_next.p(1)",
        "{call shop.p(?)}|{call shop_next.p(?)}",
        "{? = call shop.f(?)}|{? = call shop_next.f(?)}",
        "select shop.f(1)|select shop_next.f(1)",
        "select shop.f(id) from t shop|select shop_next.f(id) from t shop",
        "use shop|use shop_next",
        "use `shop`|use `shop_next`",
        "use crm; select 1|use `crm-2`; select 1",
        "create database if not exists shop|create database if not exists shop_next",
        "drop schema shop|drop schema shop_next",
        "drop table if exists shop.a, b, shop.c|drop table if exists shop_next.a, b, shop_next.c",
        "create table shop.a (id int, foreign key (id) references shop.b (id))|create table"
            + " shop_next.a (id int, foreign key (id) references shop_next.b (id))",
        "create index i on shop.t (a)|create index i on shop_next.t (a)",
        "rename table shop.a to shop.b|rename table shop_next.a to shop_next.b",
        "alter table shop.a rename to shop.b|alter table shop_next.a rename to shop_next.b",
        "drop procedure if exists shop.p|drop procedure if exists shop_next.p",
        "create trigger shop.x after insert on shop.t for each row set @a = new.id|create trigger"
            + " shop_next.x after insert on shop_next.t for each row set @a = new.id",
        "create procedure p() begin select shop.id from crm.t shop; end|create procedure p() begin"
            + " select shop.id from `crm-2`.t shop; end",
        "show tables from shop|show tables from shop_next",
        "show full columns from t from shop|show full columns from t from shop_next",
        "show create table shop.t|show create table shop_next.t",
        "describe shop.t|describe shop_next.t",
        "lock tables shop.a read, crm.b write|lock tables shop_next.a read, `crm-2`.b write",
        "truncate shop.t|truncate shop_next.t",
        "load data infile 'shop.t' into table shop.t|load data infile 'shop.t' into table"
            + " shop_next.t",
        "select 1 /*! from shop.t */|select 1 /*! from shop_next.t */",
      })
  void renames(String sql, String expected) throws UntokenizableException {
    assertEquals(expected, mapper.map(sql));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 'shop.t', \"shop.t\" from t -- shop.t",
        "select /* shop.t */ shop from t # shop.t",
        "select * from SHOP.t",
        "select * from shopping.t where shopping.id = 1",
        "select shop from t",
        "select * from t where table_schema = 'shop'",
        "select t.shop from t",
        "select a.shop.c from t",
        "select @shop.x, @@shop.y",
        "update t set shop = 1",
        "commit",
        "",
      })
  void leavesAlone(String sql) throws UntokenizableException {
    assertSame(sql, mapper.map(sql));
  }

  @ParameterizedTest
  @ValueSource(strings = {"select 'shop.t", "select shop.t /* x", "select `shop", "/*! shop.t"})
  void refusesWhatItCannotTokenize(String sql) {
    assertThrows(UntokenizableException.class, () -> mapper.map(sql));
  }

  @Test
  void followsTheModeOfTheSession() throws UntokenizableException {
    assertEquals("use \"shop_next\"", mapper.map("use \"shop\"", true, false));
    assertEquals(
        "select '\\', shop_next.t.a from shop_next.t",
        mapper.map("select '\\', shop.t.a from shop.t", false, true));
  }

  @Test
  void namesTheTargetsSchema() {
    assertEquals("shop_next", mapper.target("shop"));
    assertEquals("other", mapper.target("other"));
    assertNull(mapper.target(null));
  }

  @Test
  void keepsEveryTextWithoutSchemas() throws UntokenizableException {
    assertEquals("select 'x", new SchemaMapper(Map.of()).map("select 'x"));
  }
}
