package io.querymirror.sql;

import io.querymirror.model.Volatile;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The functions of MySQL 5.7 to 9 and MariaDB 10 and 11, and which of them answer something else
 * every time. What is not in here is a stored function, or may be one.
 */
final class BuiltInFunctions {
  private static final String STEADY =
      "abs acos adddate addtime aes_decrypt aes_encrypt any_value area asbinary ascii asin astext"
          + " aswkb aswkt asymmetric_decrypt asymmetric_derive asymmetric_encrypt asymmetric_sign"
          + " asymmetric_verify atan atan2 avg bin bin_to_uuid binlog_gtid_pos bit_and bit_count"
          + " bit_length bit_or bit_xor boundary buffer cast ceil ceiling centroid"
          + " char_length character_length chr coalesce coercibility collation column_add"
          + " column_check column_create column_delete column_exists column_get column_json"
          + " column_list compress concat concat_ws contains conv convert_tz convexhull cos cot"
          + " count crc32 crc32c crosses date_add date_format date_sub datediff day dayname"
          + " dayofmonth dayofweek dayofyear decode decode_histogram decode_oracle default degrees"
          + " des_decrypt des_encrypt difference dimension disjoint distance elt encode endpoint"
          + " envelope equals exp export_set exterior_ring exteriorring extract extractvalue"
          + " field find_in_set floor format format_bytes format_pico_time from_base64 from_days"
          + " from_unixtime from_vector geomcollfromtext geomcollfromwkb"
          + " geometrycollectionfromtext geometrycollectionfromwkb geometryfromtext"
          + " geometryfromwkb geometryn geometrytype geomfromtext geomfromwkb get_format glength"
          + " greatest group_concat grouping gtid_subset gtid_subtract hex ifnull inet6_aton"
          + " inet6_ntoa inet_aton inet_ntoa instr interiorringn intersects interval"
          + " is_ipv4 is_ipv4_compat is_ipv4_mapped is_ipv6 is_uuid isclosed isempty isnull"
          + " isring issimple json_array json_array_append json_array_insert json_array_intersect"
          + " json_arrayagg json_compact json_contains json_contains_path json_depth json_detailed"
          + " json_equals json_exists json_extract json_insert json_keys json_length json_loose"
          + " json_merge json_merge_patch json_merge_preserve json_normalize json_object"
          + " json_object_filter_keys json_object_to_array json_objectagg json_overlaps"
          + " json_pretty json_query json_quote json_remove json_replace json_schema_valid"
          + " json_schema_validation_report json_search json_set json_storage_free"
          + " json_storage_size json_table json_type json_unquote json_valid json_value kdf"
          + " last_day lcase least length lengthb linefromtext linefromwkb linestringfromtext"
          + " linestringfromwkb ln locate log log10 log2 lower lpad lpad_oracle ltrim ltrim_oracle"
          + " make_set makedate maketime max mbrcontains mbrcoveredby mbrcovers mbrdisjoint"
          + " mbrequal mbrequals mbrintersects mbroverlaps mbrtouches mbrwithin md5 median mid min"
          + " mlinefromtext mlinefromwkb mod monthname mpointfromtext mpointfromwkb mpolyfromtext"
          + " mpolyfromwkb multilinestringfromtext multilinestringfromwkb multipointfromtext"
          + " multipointfromwkb multipolygonfromtext multipolygonfromwkb name_const"
          + " natural_sort_key nullif numgeometries numinteriorrings numpoints nvl nvl2 oct"
          + " octet_length old_password ord overlaps password percentile_cont percentile_disc period_add"
          + " period_diff pi pointfromtext pointfromwkb pointn pointonsurface polyfromtext"
          + " polyfromwkb polygonfromtext polygonfromwkb position pow power procedure quote"
          + " radians regexp_instr regexp_like regexp_replace regexp_substr replace_oracle reverse"
          + " round row rpad rpad_oracle rtrim rtrim_oracle sec_to_time sformat sha sha1 sha2 sign"
          + " sin soundex space sqrt srid st_area st_asbinary st_asgeojson st_astext"
          + " st_aswkb st_aswkt st_boundary st_buffer st_buffer_strategy st_centroid st_collect"
          + " st_contains st_convexhull st_crosses st_difference st_dimension st_disjoint"
          + " st_distance st_distance_sphere st_endpoint st_envelope st_equals st_exteriorring"
          + " st_frechetdistance st_geohash st_geomcollfromtext st_geomcollfromtxt"
          + " st_geomcollfromwkb st_geometrycollectionfromtext st_geometrycollectionfromwkb"
          + " st_geometryfromtext st_geometryfromwkb st_geometryn st_geometrytype"
          + " st_geomfromgeojson st_geomfromtext st_geomfromwkb st_hausdorffdistance"
          + " st_interiorringn st_intersection st_intersects st_isclosed st_isempty st_isring"
          + " st_issimple st_isvalid st_latfromgeohash st_latitude st_length st_linefromtext"
          + " st_linefromwkb st_lineinterpolatepoint st_lineinterpolatepoints"
          + " st_linestringfromtext st_linestringfromwkb st_longfromgeohash st_longitude"
          + " st_makeenvelope st_mlinefromtext st_mlinefromwkb st_mpointfromtext"
          + " st_mpointfromwkb st_mpolyfromtext st_mpolyfromwkb st_multilinestringfromtext"
          + " st_multilinestringfromwkb st_multipointfromtext st_multipointfromwkb"
          + " st_multipolygonfromtext st_multipolygonfromwkb st_numgeometries"
          + " st_numinteriorring st_numinteriorrings st_numpoints st_overlaps st_pointatdistance"
          + " st_pointfromgeohash st_pointfromtext st_pointfromwkb st_pointn st_pointonsurface"
          + " st_polyfromtext st_polyfromwkb st_polygonfromtext st_polygonfromwkb st_relate"
          + " st_simplify st_srid st_startpoint st_swapxy st_symdifference st_touches"
          + " st_transform st_union st_validate st_within st_x st_y startpoint statement_digest"
          + " statement_digest_text std stddev stddev_pop stddev_samp str_to_date strcmp"
          + " string_to_vector subdate substr substr_oracle substring substring_index subtime sum"
          + " time_format time_to_sec timediff to_base64 to_char to_date to_days to_number"
          + " to_seconds to_vector touches trim trim_oracle trunc truncate ucase uncompress"
          + " uncompressed_length unhex updatexml upper uuid_to_bin validate_password_strength"
          + " values var_pop var_samp variance vec_distance vec_distance_cosine"
          + " vec_distance_euclidean vec_fromtext vec_totext vector_dim vector_distance"
          + " vector_to_string weekday weekofyear within wsrep_last_seen_gtid"
          + " x xmltype y yearweek";

  private static final Map<String, Integer> BITS = new HashMap<>();

  static {
    all(STEADY, 0);
    all(
        "now curdate curtime current_date current_time current_timestamp localtime localtimestamp"
            + " utc_date utc_time utc_timestamp unix_timestamp",
        Volatile.CLOCK.bit());
    all("sysdate systimestamp", Volatile.SYSDATE.bit());
    all("rand", Volatile.RANDOM.bit());
    all(
        "uuid uuid_short uuid_v4 uuid_v7 sys_guid random_bytes encrypt"
            + " create_asymmetric_priv_key create_asymmetric_pub_key create_dh_parameters",
        Volatile.UUID.bit());
    all("connection_id pseudo_thread_id ps_current_thread_id", Volatile.CONNECTION.bit());
    all(
        "user current_user session_user system_user current_role roles_graphml",
        Volatile.USER.bit());
    all("version icu_version ps_thread_id", Volatile.SERVER.bit());
    all(
        "get_lock is_free_lock is_used_lock release_lock release_all_locks"
            + " service_get_read_locks service_get_write_locks service_release_locks",
        Volatile.LOCK.bit());
    all(
        "last_insert_id found_rows row_count database schema charset lastval",
        Volatile.SESSION.bit());
    all("sleep benchmark", Volatile.WAIT.bit());
    all("load_file", Volatile.FILE.bit());
    all(
        "master_pos_wait source_pos_wait master_gtid_wait wait_for_executed_gtid_set wait_until_sql_thread_after_gtids"
            + " asynchronous_connection_failover_add_source wsrep_last_written_gtid"
            + " wsrep_sync_wait_upto_gtid",
        Volatile.REPLICATION.bit());
    all("nextval setval", Volatile.SEQUENCE.bit());
  }

  private BuiltInFunctions() {}

  private static void all(String names, int bits) {
    for (String name : names.split(" ", -1)) {
      BITS.put(name, bits);
    }
  }

  /** Bits of {@link Volatile} for a function's name in lower case; null where no server has it. */
  static @Nullable Integer bits(String name) {
    return BITS.get(name);
  }
}
