//! Reading and writing contacts and the entries linked to them.

use portal_sim::{Rights, Sim};
use serde_json::json;

use crate::support::{TestSim, error, ids};

#[tokio::test]
async fn scalars_are_strings_and_empty_phones_are_absent() {
    let test = TestSim::plain().await;
    let id = test.portal.add_contact(&json!({"NAME": "Ада", "EMAIL": [{"VALUE": "ada@example.com"}]}));
    let (_, body) = test.call(1, "crm.contact.get", json!({"id": id})).await;
    let contact = &body["result"];
    assert_eq!(contact["ID"], id.to_string());
    assert_eq!(contact["NAME"], "Ада");
    assert_eq!(contact["HAS_PHONE"], "N");
    assert!(contact.get("PHONE").is_none());
    assert_eq!(contact["EMAIL"][0]["VALUE"], "ada@example.com");
    assert_eq!(contact["EMAIL"][0]["TYPE_ID"], "EMAIL");
    assert!(contact["COMPANY_ID"].is_null());
    assert!(contact["DATE_CREATE"].as_str().unwrap().ends_with("+03:00"));
}

#[tokio::test]
async fn lists_show_phones_only_when_they_are_named() {
    let test = TestSim::plain().await;
    let id = test.portal.add_contact(&json!({"NAME": "P", "PHONE": [{"VALUE": "+12025550100"}]}));
    let one = |select: serde_json::Value| json!({"filter": {"ID": id}, "select": select});
    let (_, all) = test.call(1, "crm.contact.list", one(json!(["*", "UF_*"]))).await;
    assert!(all["result"][0].get("PHONE").is_none());
    assert!(all["result"][0].get("UF_CRM_1700000001").is_some());
    let (_, named) = test.call(1, "crm.contact.list", one(json!(["PHONE"]))).await;
    assert_eq!(named["result"][0]["PHONE"][0]["VALUE"], "+12025550100");
    assert!(named["result"][0].get("NAME").is_none());
    assert_eq!(named["result"][0]["ID"], id.to_string());
}

#[tokio::test]
async fn a_start_past_the_end_gives_page_one_again() {
    let test = TestSim::start(Sim::builder().contacts(120).no_bucket()).await;
    let page =
        async |start: i64| test.call(1, "crm.contact.list", json!({"select": ["ID"], "start": start})).await;
    let first = page(0).await;
    assert_eq!((ids(&first)[0], &first.1["next"], &first.1["total"]), (1, &json!(50), &json!(120)));
    assert_eq!(ids(&page(75).await)[0], 51);
    let last = page(100).await;
    assert_eq!(ids(&last).len(), 20);
    assert!(last.1.get("next").is_none());
    let past = page(150).await;
    assert_eq!((ids(&past)[0], &past.1["next"]), (1, &json!(50)));
    let uncounted = page(-1).await;
    assert_eq!(ids(&uncounted).len(), 50);
    assert_eq!((uncounted.1.get("next"), &uncounted.1["total"]), (None, &json!(0)));
}

#[tokio::test]
async fn users_with_few_rights_do_not_learn_whether_other_contacts_exist() {
    let test = TestSim::plain().await;
    let own = test.portal.add_contact(&json!({"NAME": "Own", "ASSIGNED_BY_ID": 3}));
    let foreign = test.portal.add_contact(&json!({"NAME": "Foreign", "ASSIGNED_BY_ID": 1}));
    let both = json!({"filter": {"@ID": [own, foreign]}, "select": ["ID"]});
    assert_eq!(ids(&test.call(3, "crm.contact.list", both.clone()).await), [own]);
    assert_eq!(ids(&test.call(4, "crm.contact.list", both.clone()).await), [own, foreign]);
    for id in [foreign, 7777] {
        let answer = test.call(3, "crm.contact.get", json!({"id": id})).await;
        assert_eq!((error(&answer), &answer.1["error_description"]), ((400, ""), &json!("Access denied.")));
    }
    let answer = test.call(1, "crm.contact.get", json!({"id": 7777})).await;
    assert_eq!(answer.1["error_description"], "Not found");
    test.portal.set_rights(4, Rights::None, Rights::None);
    assert_eq!(error(&test.call(4, "crm.contact.list", both).await), (400, ""));
}

#[tokio::test]
async fn adding_answers_the_new_number_and_import_needs_an_administrator() {
    let test = TestSim::plain().await;
    let fields = json!({"NAME": "New", "ID": 5, "PHONE": [{"VALUE": "+12025550101", "VALUE_TYPE": "HOME"}]});
    let (_, added) = test.call(2, "crm.contact.add", json!({"fields": fields})).await;
    let id = added["result"].as_u64().unwrap();
    assert_eq!(id, 101);
    let held = test.portal.contact(id).unwrap();
    assert_eq!((&held["ASSIGNED_BY_ID"], &held["PHONE"][0]["VALUE_TYPE"]), (&json!("2"), &json!("HOME")));
    let import = json!({"fields": {"NAME": "I"}, "params": {"IMPORT": "N"}});
    assert_eq!(error(&test.call(2, "crm.contact.add", import).await), (400, ""));
    // A contact without a name is not refused: it gets one (`CCrmContact::Add`, `Field\LastName`).
    let (_, nameless) = test.call(2, "crm.contact.add", json!({"fields": {}})).await;
    assert_eq!(
        test.portal.contact(nameless["result"].as_u64().unwrap()).unwrap()["LAST_NAME"],
        "Contact #102"
    );
    let changed = test.call(2, "crm.contact.update", json!({"id": id, "fields": {"NAME": "Newer"}})).await;
    assert_eq!(changed.1["result"], true);
    assert_eq!(test.portal.contact(id).unwrap()["NAME"], "Newer");
}

#[tokio::test]
async fn companies_and_deals_of_a_contact_can_be_read() {
    let test = TestSim::plain().await;
    let company = test.portal.add_company("Late Co");
    let id = test.portal.add_contact(&json!({"NAME": "C", "COMPANY_IDS": [company, 1]}));
    let (_, bound) = test.call(1, "crm.contact.company.items.get", json!({"id": id})).await;
    assert_eq!(bound["result"][0]["COMPANY_ID"], company);
    assert_eq!(bound["result"][1]["IS_PRIMARY"], "N");
    let named = test.call(1, "crm.company.get", json!({"id": company})).await;
    assert_eq!(named.1["result"]["TITLE"], "Late Co");
    let deal = test.portal.add_deal(&[5, id], true);
    let primary = json!({"filter": {"CONTACT_ID": id}});
    assert_eq!(test.call(1, "crm.deal.list", primary).await.1["total"], 0);
    let any = json!({"entityTypeId": 2, "filter": {"contactIds": id}});
    let (_, found) = test.call(1, "crm.item.list", any).await;
    assert_eq!(found["result"]["items"][0]["id"], deal);
    assert_eq!(found["total"], 1);
}

#[tokio::test]
async fn the_contacts_of_a_company_can_be_read() {
    let test = TestSim::plain().await;
    let company = test.portal.add_company("Late Co");
    let ids = [1, 2].map(|_| test.portal.add_contact(&json!({"NAME": "C", "COMPANY_IDS": [1, company]})));
    let get = async |user_id: u64, id: u64| {
        test.call(user_id, "crm.company.contact.items.get", json!({"id": id})).await
    };
    let (_, found) = get(1, company).await;
    let link = |id: u64, sort: u64, main: &str| json!({"CONTACT_ID": id, "SORT": sort, "ROLE_ID": 0, "IS_PRIMARY": main});
    assert_eq!(found["result"], json!([link(ids[0], 10, "Y"), link(ids[1], 20, "N")]));
    assert_eq!(error(&get(3, company).await), (403, "ACCESS_DENIED"));
    assert_eq!(error(&get(1, 0).await), (400, ""));
    assert_eq!(error(&get(1, 9999).await), (400, ""));
}

#[tokio::test]
async fn duplicates_are_found_by_whole_phones_and_e_mail_addresses() {
    let test = TestSim::plain().await;
    let fields = json!({"NAME": "D", "PHONE": [{"VALUE": "+1 (202) 555-9999"}], "EMAIL": [{"VALUE": "D@example.com"}]});
    let id = test.portal.add_contact(&fields);
    let find = async |kind: &str, values: serde_json::Value| {
        let params = json!({"type": kind, "values": values, "entity_type": "CONTACT"});
        test.call(1, "crm.duplicate.findbycomm", params).await.1["result"].clone()
    };
    assert_eq!(find("EMAIL", json!(["d@EXAMPLE.com"])).await, json!({"CONTACT": [id]}));
    assert_eq!(find("PHONE", json!(["12025559999"])).await, json!({"CONTACT": [id]}));
    assert_eq!(find("PHONE", json!([12_025_559_999_u64])).await, json!([]));
}

#[tokio::test]
async fn the_same_seed_invents_the_same_contacts_numbered_from_one() {
    let names = |test: &TestSim| {
        let contact = |id: u64| test.portal.contact(id).unwrap()["LAST_NAME"].clone();
        (1..=100).map(contact).collect::<Vec<_>>()
    };
    let (one, other) = (TestSim::plain().await, TestSim::plain().await);
    assert_eq!(one.portal.contact_ids(), (1..=100).collect::<Vec<u64>>());
    assert_eq!(names(&one), names(&other));
    assert_eq!(one.portal.member_id().len(), 32);
}
