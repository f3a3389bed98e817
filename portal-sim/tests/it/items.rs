//! The second API generation: camel case, numbers as numbers, and a filter that refuses unknown names.

use serde_json::json;

use crate::support::{TestSim, error};

#[tokio::test]
async fn items_have_numbers_as_numbers_and_phones_only_when_all_fields_are_selected() {
    let test = TestSim::plain().await;
    let id = test.portal.add_contact(&json!({"NAME": "I", "PHONE": [{"VALUE": "+1"}], "CATEGORY_ID": 7}));
    let find = |select: serde_json::Value| json!({"entityTypeId": 3, "filter": {"id": id}, "select": select});
    let (_, star) = test.call(1, "crm.item.list", find(json!(["*"]))).await;
    let item = &star["result"]["items"][0];
    assert_eq!((&item["id"], &item["categoryId"], &item["assignedById"]), (&json!(id), &json!(7), &json!(1)));
    assert_eq!(item["fm"][0]["typeId"], "PHONE");
    let (_, few) = test.call(1, "crm.item.list", find(json!(["id", "name"]))).await;
    assert_eq!(few["result"]["items"][0], json!({"id": id, "name": "I"}));
    let (_, older) = test.call(1, "crm.contact.list", json!({"filter": {"ID": id}})).await;
    assert_eq!(older["result"], json!([]));
}

#[tokio::test]
async fn unknown_names_and_wrong_values_are_refused() {
    let test = TestSim::plain().await;
    for filter in
        [json!({"NAME": "x"}), json!({"nmae": "x"}), json!({"id": "abc"}), json!({">createdTime": "soon"})]
    {
        let answer = test.call(1, "crm.item.list", json!({"entityTypeId": 3, "filter": filter})).await;
        assert_eq!(error(&answer), (400, "INVALID_ARG_VALUE"), "{filter}");
    }
    let other = test.call(1, "crm.item.list", json!({"entityTypeId": 4})).await;
    assert_eq!(error(&other), (400, "ENTITY_TYPE_NOT_SUPPORTED"));
}

#[tokio::test]
async fn groups_of_conditions_can_be_nested() {
    let test = TestSim::plain().await;
    let a = test.portal.add_contact(&json!({"NAME": "Yak"}));
    let b = test.portal.add_contact(&json!({"LAST_NAME": "Yak", "NAME": "Bo"}));
    let filter = json!({">id": 100, "0": {"logic": "OR", "0": {"name": "Yak"}, "1": {"lastName": "Yak"}}});
    let (_, body) = test
        .call(1, "crm.item.list", json!({"entityTypeId": 3, "filter": filter, "order": {"id": "DESC"}}))
        .await;
    let items = body["result"]["items"].as_array().unwrap();
    assert_eq!(items.iter().map(|item| item["id"].as_u64().unwrap()).collect::<Vec<_>>(), [b, a]);
}

#[tokio::test]
async fn items_are_added_and_read_one_by_one() {
    let test = TestSim::plain().await;
    let fields = json!({"name": "New", "lastName": "Item", "fm": [{"typeId": "PHONE", "valueType": "WORK", "value": "+7"}]});
    let (_, added) = test.call(2, "crm.item.add", json!({"entityTypeId": 3, "fields": fields})).await;
    let id = added["result"]["item"]["id"].as_u64().unwrap();
    let (_, read) = test.call(2, "crm.item.get", json!({"entityTypeId": 3, "id": id})).await;
    assert_eq!(read["result"]["item"]["fm"][0]["value"], "+7");
    let gone = test.call(2, "crm.item.get", json!({"entityTypeId": 3, "id": 9999})).await;
    assert_eq!(error(&gone), (400, "NOT_FOUND"));
    let hidden = test.call(3, "crm.item.get", json!({"entityTypeId": 3, "id": id})).await;
    assert_eq!(error(&hidden), (400, "ACCESS_DENIED"));
}
