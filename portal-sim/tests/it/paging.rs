//! Reading many rows: by id, in a chain of references, and deals of many contacts; and the traps of each way.

use portal_sim::Sim;
use serde_json::{Value, json};

use crate::support::{TestSim, ids};

async fn big(contacts: usize) -> TestSim {
    TestSim::start(Sim::builder().no_bucket().installed(true).contacts(contacts)).await
}

fn chain(pages: usize, filter: &str) -> Value {
    let page = |at: usize| {
        let after = if at == 0 { "0".to_owned() } else { format!("$result[c{}][49][ID]", at - 1) };
        let query = format!("{filter}filter[>ID]={after}&select[]=ID&order[ID]=ASC&start=-1");
        (format!("c{at}"), json!(format!("crm.contact.list?{query}")))
    };
    json!({"halt": 0, "cmd": (0..pages).map(page).collect::<serde_json::Map<_, _>>()})
}

fn page(result: &Value, at: usize) -> Vec<u64> {
    let rows = result["result"][format!("c{at}")].as_array().unwrap();
    rows.iter().map(|row| row["ID"].as_str().unwrap().parse().unwrap()).collect()
}

#[tokio::test]
async fn pages_by_id_list_each_contact_once() {
    let test = big(120).await;
    let mut seen = Vec::new();
    loop {
        let last = seen.last().copied().unwrap_or(0_u64);
        let params = json!({"filter": {">ID": last}, "order": {"ID": "ASC"}, "select": ["ID"], "start": -1});
        let rows = ids(&test.call(1, "crm.contact.list", params).await);
        seen.extend(&rows);
        if rows.len() < 50 {
            break;
        }
    }
    assert_eq!(seen, test.portal.contact_ids());
    let down = json!({"filter": {"<ID": 60, ">ID": 56}, "order": {"ID": "DESC"}, "start": -1});
    assert_eq!(ids(&test.call(1, "crm.contact.list", down).await), [59, 58, 57]);
}

#[tokio::test]
async fn in_a_chain_of_references_each_full_page_continues_the_former() {
    let test = big(200).await;
    let (_, body) = test.call(1, "batch", chain(4, "")).await;
    for at in 0..4 {
        let expected: Vec<u64> = (1 + 50 * at as u64..=50 * (at as u64 + 1)).collect();
        assert_eq!(page(&body["result"], at), expected);
    }
}

#[tokio::test]
async fn after_a_short_page_a_chain_of_references_starts_again() {
    let test = big(70).await;
    let (_, body) = test.call(1, "batch", chain(3, "")).await;
    assert_eq!(page(&body["result"], 1), (51..=70).collect::<Vec<u64>>());
    // The missing row's reference is the whole page, which as a number is 1.
    assert_eq!(page(&body["result"], 2), (2..=51).collect::<Vec<u64>>());
}

#[tokio::test]
async fn after_an_empty_page_a_chain_of_references_starts_again() {
    let test = big(100).await;
    let (_, body) = test.call(1, "batch", chain(4, "")).await;
    assert_eq!(page(&body["result"], 2), Vec::<u64>::new());
    assert_eq!(page(&body["result"], 3), (1..=50).collect::<Vec<u64>>());
}

#[tokio::test]
async fn full_rows_contain_what_a_restore_needs() {
    let test = big(300).await;
    let select = json!(["*", "UF_*", "PHONE", "EMAIL", "WEB", "IM"]);
    let mut rows = Vec::new();
    for start in [0, 50, 100, 150, 200, 250] {
        let (_, body) = test.call(1, "crm.contact.list", json!({"select": select, "start": start})).await;
        rows.extend(body["result"].as_array().unwrap().clone());
    }
    let filled = [
        "POST",
        "COMMENTS",
        "BIRTHDATE",
        "ADDRESS",
        "ADDRESS_CITY",
        "UTM_SOURCE",
        "HONORIFIC",
        "PHONE",
        "EMAIL",
        "WEB",
        "IM",
        "UF_CRM_1700000001",
        "UF_CRM_1700000003",
    ];
    for name in filled {
        let some =
            rows.iter().filter(|row| row.get(name).is_some_and(|value| !value.is_null() && value != ""));
        assert!(some.count() > 3, "{name}");
    }
    assert!(rows.iter().all(|row| row["UF_CRM_1700000002"].is_array()));
    assert!(rows.iter().all(|row| row.get("ORIGIN_ID").is_some()));
}

#[tokio::test]
async fn contact_ids_finds_the_deals_of_many_contacts() {
    let test = big(100).await;
    let before = test.portal.add_deal(&[60], false);
    let (one, two) = (test.portal.add_deal(&[60, 61], true), test.portal.add_deal(&[62], true));
    let find = |filter: Value| {
        let select = json!(["id", "contactIds", "closed"]);
        json!({"entityTypeId": 2, "filter": filter, "select": select, "order": {"id": "ASC"}, "start": -1})
    };
    let wanted = find(json!({"contactIds": [60, 61, 62], "closed": "N", ">id": before}));
    let (_, body) = test.call(1, "crm.item.list", wanted).await;
    assert_eq!(
        body["result"]["items"],
        json!([{"id": one, "contactIds": [60, 61], "closed": "N"}, {"id": two, "contactIds": [62], "closed": "N"}])
    );
    assert!(body.get("total").is_none() && body.get("next").is_none());
    for filter in
        [json!({"@contactIds": [60]}), json!({"contactIds": []}), json!({"0": {"contactIds": [60]}})]
    {
        let (status, refused) = test.call(1, "crm.item.list", find(filter.clone())).await;
        assert_eq!((status, &refused["error"]), (400, &json!("100")), "{filter}");
    }
}

#[tokio::test]
async fn a_deal_of_two_requested_contacts_counts_twice() {
    let test = big(100).await;
    let first = test.portal.add_deal(&[], true);
    for _ in 0..40 {
        test.portal.add_deal(&[98, 99], true);
    }
    let find = |start: i64| json!({"entityTypeId": 2, "filter": {"contactIds": [98, 99], ">id": first}, "start": start});
    let (_, body) = test.call(1, "crm.item.list", find(0)).await;
    assert_eq!(body["result"]["items"].as_array().unwrap().len(), 25);
    assert_eq!((&body["total"], &body["next"]), (&json!(80), &json!(25)));
    let (_, again) = test.call(1, "crm.item.list", find(25)).await;
    assert_eq!(again["result"]["items"][0]["id"], body["result"]["items"][0]["id"]);
    let (_, second) = test.call(1, "crm.item.list", find(50)).await;
    assert_eq!(second["result"]["items"].as_array().unwrap().len(), 15);
}

#[tokio::test]
async fn a_page_of_items_after_the_end_is_empty() {
    let test = big(60).await;
    let (_, body) = test.call(1, "crm.item.list", json!({"entityTypeId": 3, "start": 100})).await;
    assert_eq!((&body["result"]["items"], body.get("next"), &body["total"]), (&json!([]), None, &json!(60)));
    let range = json!({"entityTypeId": 3, "filter": {">id": [5]}});
    assert_eq!(test.call(1, "crm.item.list", range).await.1["error"], "INVALID_ARG_VALUE");
}
