//! Filters of contacts. Conditions that the portal does not understand are dropped, so the list has more entries.

use serde_json::{Value, json};

use crate::support::{TestSim, ids};

async fn listed(test: &TestSim, filter: Value) -> Vec<u64> {
    let answer = test.call(1, "crm.contact.list", json!({"filter": filter, "select": ["ID"]})).await;
    assert_eq!(answer.0, 200, "{answer:?}");
    ids(&answer)
}

async fn total(test: &TestSim, filter: Value) -> u64 {
    let answer = test.call(1, "crm.contact.list", json!({"filter": filter, "select": ["ID"]})).await;
    answer.1["total"].as_u64().unwrap()
}

#[tokio::test]
async fn conditions_that_the_portal_does_not_understand_match_all_contacts() {
    let test = TestSim::plain().await;
    let dropped = [
        json!({"NMAE": "x"}),
        json!({"name": "x"}),
        json!({"LOGIC": "OR", "0": {"NAME": "x"}}),
        json!({"FIND": "x"}),
        json!({"@ID": []}),
        json!({"ASSIGNED_BY_ID": []}),
        json!({"COMPANY_IDS": [1]}),
        json!({"%EMAIL": "nobody"}),
        json!({"=PHONE": "nobody"}),
        json!({"!EMAIL": "nobody"}),
        json!({"PHONE": ""}),
    ];
    for filter in dropped {
        assert_eq!(total(&test, filter.clone()).await, 100, "{filter}");
    }
}

#[tokio::test]
async fn phones_match_by_prefix_and_only_the_first_value_of_a_list_counts() {
    let test = TestSim::plain().await;
    let a = test.portal.add_contact(&json!({"NAME": "A", "PHONE": [{"VALUE": "+4930111"}]}));
    let b = test.portal.add_contact(&json!({"NAME": "B", "PHONE": [{"VALUE": "+49"}, {"VALUE": "+33"}]}));
    assert_eq!(listed(&test, json!({"PHONE": "+49"})).await, [a, b]);
    assert_eq!(listed(&test, json!({"PHONE": ["+33", "+49"]})).await, [b]);
}

#[tokio::test]
async fn conditions_that_the_portal_understands_filter() {
    let test = TestSim::plain().await;
    let a = test
        .portal
        .add_contact(&json!({"NAME": "Zebra", "LAST_NAME": "Quagga", "SOURCE_ID": "WEB", "COMPANY_ID": 2,
        "DATE_CREATE": "2020-01-02T00:00:00+03:00"}));
    let b = test.portal.add_contact(&json!({"NAME": "zebrano", "SOURCE_ID": "CALL", "ASSIGNED_BY_ID": 4,
        "DATE_CREATE": "2020-01-03T00:00:00+03:00"}));
    assert_eq!(listed(&test, json!({"%NAME": "ZEBR"})).await, [a, b]);
    assert_eq!(listed(&test, json!({"NAME": "Zebra"})).await, [a]);
    assert_eq!(listed(&test, json!({"%FULL_NAME": "bra qua"})).await, [a]);
    assert_eq!(listed(&test, json!({"%NAME": "zebr", "SOURCE_ID": ["WEB", "CALL"]})).await, [a, b]);
    assert_eq!(listed(&test, json!({"%NAME": "zebr", "%SOURCE_ID": "WE"})).await, Vec::<u64>::new());
    assert_eq!(listed(&test, json!({"%NAME": "zebr", "!SOURCE_ID": "WEB"})).await, [b]);
    assert_eq!(listed(&test, json!({"%NAME": "zebr", "COMPANY_ID": 0})).await, [b]);
    assert_eq!(listed(&test, json!({"%NAME": "zebr", "HAS_PHONE": "N"})).await, [a, b]);
    assert_eq!(listed(&test, json!({"ASSIGNED_BY_ID": "4"})).await, [b]);
    assert_eq!(listed(&test, json!({">ID": b - 1})).await, [b]);
    assert_eq!(listed(&test, json!({"@ID": [b, a, 9999]})).await, [a, b]);
    assert_eq!(listed(&test, json!({"!@ID": [b], ">=ID": a})).await, [a]);
}

#[tokio::test]
async fn dates_without_offset_are_in_the_portals_zone_and_unreadable_dates_match_nothing() {
    let test = TestSim::plain().await;
    let id = test.portal.add_contact(&json!({"NAME": "Old", "DATE_CREATE": "2019-05-01T00:30:00+03:00"}));
    assert_eq!(listed(&test, json!({"<DATE_CREATE": "2019-05-01T00:00:00+00:00"})).await, [id]);
    assert_eq!(listed(&test, json!({"<DATE_CREATE": "2019-05-01"})).await, Vec::<u64>::new());
    assert_eq!(listed(&test, json!({"<DATE_CREATE": "2019-05-01 01:00:00"})).await, [id]);
    assert_eq!(total(&test, json!({">DATE_CREATE": "someday"})).await, 0);
    assert_eq!(total(&test, json!({"!DATE_CREATE": "someday"})).await, 101);
}

#[tokio::test]
async fn filters_in_a_form_work_with_brackets() {
    let test = TestSim::plain().await;
    let token = test.token(1);
    let fields = [("auth", token.as_str()), ("filter[>ID]", "97"), ("select[]", "ID"), ("order[ID]", "DESC")];
    let answer = test.form(&format!("{}crm.contact.list", test.portal.rest_url()), &fields).await;
    assert_eq!(ids(&answer), [100, 99, 98]);
}
