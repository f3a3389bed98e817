//! Adding contacts, as a restore does it, and linking them.

use portal_sim::{Moment, Rights};
use serde_json::{Value, json};

use crate::support::{TestSim, error, ids, until};

async fn add(test: &TestSim, user_id: u64, fields: Value) -> u64 {
    let answer = test.call(user_id, "crm.contact.add", json!({"fields": fields})).await;
    answer.1["result"].as_u64().unwrap_or_else(|| panic!("{answer:?}"))
}

#[tokio::test]
async fn writable_fields_are_stored_and_read_only_fields_are_ignored() {
    let test = TestSim::plain().await;
    let fields = json!({
        "NAME": "Ada", "POST": "Director", "COMMENTS": "[B]x[/B]", "BIRTHDATE": "1985-03-02T03:00:00+03:00",
        "ADDRESS_CITY": "Lyon", "UTM_SOURCE": "google", "COMPANY_ID": 3, "COMPANY_IDS": [2, 3, 2],
        "UF_CRM_1700000001": "VIP", "UF_CRM_1700000002": ["45", "49"], "ORIGINATOR_ID": "app", "ORIGIN_ID": "7/50",
        "ID": 5, "DATE_CREATE": "2020-01-01T00:00:00+03:00", "CREATED_BY_ID": 1, "LEAD_ID": 4, "NONSENSE": 1,
        "PHONE": [{"ID": "900", "VALUE": "+1202555", "VALUE_TYPE": "HOME"}, {"VALUE": " "}],
        "IM": [{"VALUE": "ada", "VALUE_TYPE": "TELEGRAM"}],
    });
    let id = add(&test, 2, fields).await;
    let held = test.portal.contact(id).unwrap();
    let expected = [
        ("POST", json!("Director")),
        ("COMMENTS", json!("[B]x[/B]")),
        ("BIRTHDATE", json!("1985-03-02T03:00:00+03:00")),
        ("COMPANY_ID", json!("2")),
        ("UF_CRM_1700000001", json!("VIP")),
        ("UF_CRM_1700000002", json!(["45", "49"])),
        ("ID", json!(id.to_string())),
        ("CREATED_BY_ID", json!("2")),
        ("ASSIGNED_BY_ID", json!("2")),
        ("LEAD_ID", Value::Null),
    ];
    for (name, value) in expected {
        assert_eq!(held[name], value, "{name}");
    }
    assert!(!held["DATE_CREATE"].as_str().unwrap().starts_with("2020"));
    assert_eq!(held["PHONE"].as_array().unwrap().len(), 1);
    assert_eq!((&held["PHONE"][0]["VALUE_TYPE"], &held["IM"][0]["TYPE_ID"]), (&json!("HOME"), &json!("IM")));
    let added = test.portal.additions();
    assert_eq!((added.len(), added[0].contact_id, added[0].user_id), (1, id, 2));
}

#[tokio::test]
async fn an_import_by_an_administrator_sets_creation_time_and_creator() {
    let test = TestSim::plain().await;
    let fields = json!({"NAME": "Old", "DATE_CREATE": "2020-01-01T00:00:00+03:00", "CREATED_BY_ID": 3});
    let import = json!({"fields": fields, "params": {"IMPORT": "N"}});
    assert_eq!(error(&test.call(2, "crm.contact.add", import.clone()).await), (400, ""));
    let id = test.call(1, "crm.contact.add", import).await.1["result"].as_u64().unwrap();
    let held = test.portal.contact(id).unwrap();
    assert_eq!(
        (&held["DATE_CREATE"], &held["CREATED_BY_ID"]),
        (&json!("2020-01-01T00:00:00+03:00"), &json!("3"))
    );
}

#[tokio::test]
async fn rights_limit_for_whom_a_user_may_add_contacts() {
    let test = TestSim::plain().await;
    let own = json!({"fields": {"NAME": "O"}});
    let foreign = json!({"fields": {"NAME": "F", "ASSIGNED_BY_ID": 1}});
    assert_eq!(test.call(3, "crm.contact.add", own.clone()).await.0, 200);
    assert_eq!(error(&test.call(3, "crm.contact.add", foreign.clone()).await), (400, ""));
    test.portal.set_add_right(2, Rights::None);
    assert_eq!(error(&test.call(2, "crm.contact.add", own).await), (400, ""));
    assert_eq!(test.call(1, "crm.contact.add", foreign).await.0, 200);
    assert_eq!(error(&test.call(1, "crm.contact.add", json!({})).await), (400, ""));
    assert_eq!(test.portal.additions().len(), 2);
}

#[tokio::test]
async fn contacts_are_found_by_their_origin() {
    let test = TestSim::plain().await;
    let origin =
        |number: u64| json!({"NAME": "R", "ORIGINATOR_ID": "Eraser", "ORIGIN_ID": format!("job/{number}")});
    let (one, two) = (add(&test, 2, origin(1)).await, add(&test, 2, origin(2)).await);
    let find = async |filter: Value| {
        ids(&test.call(1, "crm.contact.list", json!({"filter": filter, "select": ["ID"], "start": -1})).await)
    };
    assert_eq!(find(json!({"ORIGINATOR_ID": "eraser", "ORIGIN_ID": "job/2"})).await, [two]);
    assert_eq!(find(json!({"@ORIGIN_ID": ["job/1", "job/2", "job/3"]})).await, [one, two]);
    assert_eq!(find(json!({"ORIGINATOR_ID": "Eraser", ">ID": one})).await, [two]);
    test.call(1, "crm.contact.update", json!({"id": one, "fields": {"ORIGIN_ID": "job/9"}})).await;
    test.call(1, "crm.contact.delete", json!({"id": two})).await;
    assert_eq!(find(json!({"ORIGINATOR_ID": "Eraser"})).await, [one]);
    assert_eq!(find(json!({"ORIGIN_ID": "job/1"})).await, Vec::<u64>::new());
}

#[tokio::test]
async fn an_addition_sends_an_event() {
    let test = TestSim::plain().await;
    let bound = json!({"event": "ONCRMCONTACTADD", "handler": "http://127.0.0.1:9/e"});
    test.call(1, "event.bind", bound).await;
    let id = add(&test, 1, json!({"NAME": "E"})).await;
    until("it was posted", || !test.portal.event_deliveries().is_empty()).await;
    let posted = &test.portal.event_deliveries()[0];
    assert!(posted.body.contains(&format!("data%5BFIELDS%5D%5BID%5D={id}")), "{}", posted.body);
}

#[tokio::test]
async fn phones_are_changed_and_removed_by_id() {
    let test = TestSim::plain().await;
    let id = add(&test, 1, json!({"NAME": "P", "PHONE": [{"VALUE": "+1"}, {"VALUE": "+2"}]})).await;
    let phones = || test.portal.contact(id).unwrap()["PHONE"].clone();
    let (first, second) = (phones()[0]["ID"].clone(), phones()[1]["ID"].clone());
    let change = json!([{"ID": first, "VALUE": ""}, {"ID": second, "VALUE": "+22"}, {"VALUE": "+3"}]);
    test.call(1, "crm.contact.update", json!({"id": id, "fields": {"PHONE": change}})).await;
    let values: Vec<Value> =
        phones().as_array().unwrap().iter().map(|phone| phone["VALUE"].clone()).collect();
    assert_eq!(values, ["+22", "+3"]);
    assert_eq!(phones()[0]["ID"], second);
}

#[tokio::test]
async fn crm_contact_fields_describes_type_and_access_of_each_field() {
    let test = TestSim::plain().await;
    let (_, body) = test.call(1, "crm.contact.fields", json!({})).await;
    let fields = &body["result"];
    let kind = |name: &str| (fields[name]["type"].as_str().unwrap(), fields[name]["isReadOnly"] == true);
    let expected = [
        ("ID", ("integer", true)),
        ("NAME", ("string", false)),
        ("BIRTHDATE", ("date", false)),
        ("PHOTO", ("file", false)),
        ("LEAD_ID", ("crm_lead", true)),
        ("ASSIGNED_BY_ID", ("user", false)),
        ("CREATED_BY_ID", ("user", true)),
        ("LAST_ACTIVITY_BY", ("user", true)),
        ("DATE_CREATE", ("datetime", true)),
        ("SOURCE_ID", ("crm_status", false)),
        ("EMAIL", ("crm_multifield", false)),
        ("UF_CRM_1700000002", ("enumeration", false)),
        ("UF_CRM_1700000003", ("boolean", false)),
    ];
    for (name, value) in expected {
        assert_eq!(kind(name), value, "{name}");
    }
    assert_eq!(fields["SOURCE_ID"]["statusType"], "SOURCE");
    assert_eq!(
        (&fields["NAME"]["isRequired"], &fields["COMPANY_IDS"]["isMultiple"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(fields["UF_CRM_1700000001"]["formLabel"], "Note");
    assert_eq!(fields["UF_CRM_1700000002"]["items"][0]["ID"], "45");
    assert!(fields.get("FULL_NAME").is_none());
}

#[tokio::test]
async fn companies_of_contacts_and_contacts_of_deals_can_be_written_and_read() {
    let test = TestSim::plain().await;
    let id = test.portal.add_contact(&json!({"NAME": "C", "COMPANY_ID": 1}));
    let items = json!([{"COMPANY_ID": 2}, {"COMPANY_ID": "3", "IS_PRIMARY": "Y"}]);
    let set = json!({"id": id, "items": items});
    assert_eq!(test.call(1, "crm.contact.company.items.set", set).await.1["result"], true);
    assert_eq!(test.portal.contact(id).unwrap()["COMPANY_ID"], "3");
    let company = json!({"id": id, "fields": {"COMPANY_ID": 2}});
    assert_eq!(test.call(1, "crm.contact.company.add", company).await.1["result"], false);
    let deal = test.portal.add_deal(&[5], true);
    let bind = json!({"id": deal, "fields": {"CONTACT_ID": id}});
    assert_eq!(test.call(1, "crm.deal.contact.add", bind.clone()).await.1["result"], true);
    assert_eq!(test.call(1, "crm.deal.contact.add", bind).await.1["result"], false);
    let (_, bound) = test.call(1, "crm.deal.contact.items.get", json!({"id": deal})).await;
    assert_eq!(
        (&bound["result"][0]["CONTACT_ID"], &bound["result"][1]["CONTACT_ID"]),
        (&json!(5), &json!(id))
    );
    let find = json!({"entityTypeId": 2, "filter": {"contactIds": id}});
    assert_eq!(
        test.call(1, "crm.item.list", find.clone()).await.1["result"]["items"][0]["contactIds"],
        json!([5, id])
    );
    let set = json!({"id": deal, "items": [{"CONTACT_ID": 5}]});
    assert_eq!(test.call(1, "crm.deal.contact.items.set", set).await.1["result"], true);
    assert_eq!(test.call(1, "crm.item.list", find).await.1["total"], 0);
    let missing = json!({"id": deal, "fields": {"CONTACT_ID": 9999}});
    assert_eq!(error(&test.call(1, "crm.deal.contact.add", missing).await), (403, "ACCESS_DENIED"));
    assert_eq!(error(&test.call(1, "crm.deal.contact.items.get", json!({"id": 9999})).await), (400, ""));
}

#[tokio::test]
async fn directories_and_people_are_listed() {
    let test = TestSim::plain().await;
    let (_, sources) = test.call(1, "crm.status.list", json!({"filter": {"ENTITY_ID": "SOURCE"}})).await;
    let rows = sources["result"].as_array().unwrap();
    assert!(rows.iter().all(|row| row["ENTITY_ID"] == "SOURCE") && rows.len() == 6);
    assert_eq!((&rows[0]["STATUS_ID"], &rows[0]["NAME"]), (&json!("CALL"), &json!("Call")));
    let lists = json!({"filter": {"ENTITY_ID": ["SOURCE"]}});
    assert_eq!(error(&test.call(1, "crm.status.list", lists).await), (400, ""));
    let found = async |method: &str, filter: Value| {
        let (_, body) = test.call(2, method, json!({"FILTER": filter})).await;
        body["result"].as_array().unwrap().iter().map(|user| user["ID"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(found("user.search", json!({"FIND": "leb"})).await, ["2"]);
    assert_eq!(found("user.search", json!({"FIND": "clara font"})).await, ["3"]);
    assert_eq!(found("user.get", json!({"LAST_NAME": "Kel%"})).await, ["1"]);
    test.portal.dismiss(4);
    assert_eq!(found("user.get", json!({"ACTIVE": true})).await, ["1", "2", "3"]);
}

#[tokio::test]
async fn rights_can_change_after_a_number_of_additions() {
    let test = TestSim::plain().await;
    test.portal.when(Moment::Additions(2), |portal| portal.set_add_right(2, Rights::None));
    let cmd: Vec<String> = (0..4).map(|_| "crm.contact.add?fields[NAME]=N".to_owned()).collect();
    let (_, body) = test.call(2, "batch", json!({"cmd": cmd})).await;
    assert_eq!(body["result"]["result"], json!([101, 102]));
    assert_eq!(body["result"]["result_error"]["2"]["error"], "");
    assert_eq!(test.portal.additions().len(), 2);
}
