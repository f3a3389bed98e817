//! `batch`: order, halting, references, and the types of its maps.

use serde_json::{Value, json};

use crate::support::TestSim;

async fn batch(test: &TestSim, user_id: u64, params: Value) -> Value {
    let (status, body) = test.call(user_id, "batch", params).await;
    assert_eq!(status, 200, "{body}");
    body["result"].clone()
}

#[tokio::test]
async fn each_command_has_its_own_outcome() {
    let test = TestSim::plain().await;
    let cmd = json!({"a": "crm.contact.delete?ID=50", "b": "crm.contact.delete?ID=9999", "c": "crm.contact.list?select[]=ID"});
    let result = batch(&test, 1, json!({"halt": 0, "cmd": cmd})).await;
    assert_eq!(result["result"]["a"], true);
    assert_eq!(result["result_error"]["b"]["error"], "ERROR_CORE");
    assert_eq!((&result["result_total"]["c"], &result["result_next"]["c"]), (&json!(99), &json!(50)));
    assert!(result["result_time"]["a"]["duration"].is_number());
    let calls = test.portal.calls();
    let seen: Vec<_> = calls.iter().map(|call| (call.method.as_str(), call.in_batch)).collect();
    let expected = [
        ("batch", None),
        ("crm.contact.delete", Some(0)),
        ("crm.contact.delete", Some(1)),
        ("crm.contact.list", Some(2)),
    ];
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn maps_with_the_keys_of_a_list_are_printed_as_lists() {
    let test = TestSim::plain().await;
    let list = batch(&test, 1, json!({"cmd": ["crm.contact.delete?ID=1", "crm.contact.delete?ID=2"]})).await;
    assert_eq!(list["result"], json!([true, true]));
    assert_eq!(list["result_error"], json!([]));
    let holes = batch(&test, 1, json!({"cmd": ["crm.contact.delete?ID=1", "crm.contact.delete?ID=3"]})).await;
    assert_eq!(holes["result"], json!({"1": true}));
    assert!(holes["result_error"].is_array());
}

#[tokio::test]
async fn halt_is_cast_to_bool_as_php_does() {
    let test = TestSim::plain().await;
    let token = test.token(1);
    let url = format!("{}batch", test.portal.rest_url());
    let cmd = [("cmd[a]", "crm.contact.delete?ID=9999"), ("cmd[b]", "crm.contact.delete?ID=50")];
    let form = [("auth", token.as_str()), ("halt", "false"), cmd[0], cmd[1]];
    let (_, halted) = test.form(&url, &form).await;
    assert_eq!(halted["result"]["result"], json!([]));
    assert!(test.portal.contact(50).is_some());
    let json = json!({"auth": token, "halt": false, "cmd": {"a": cmd[0].1, "b": cmd[1].1}});
    let (_, went_on) = test.post(&url, &json).await;
    assert_eq!(went_on["result"]["result"], json!({"b": true}));
}

#[tokio::test]
async fn later_commands_can_use_earlier_results() {
    let test = TestSim::plain().await;
    let cmd = json!({
        "a": "profile",
        "b": "crm.contact.list?filter[ASSIGNED_BY_ID]=$result[a][ID]&select[]=ASSIGNED_BY_ID",
    });
    let result = batch(&test, 2, json!({"cmd": cmd})).await;
    let rows = result["result"]["b"].as_array().unwrap();
    assert!(!rows.is_empty() && rows.iter().all(|row| row["ASSIGNED_BY_ID"] == "2"));
}

#[tokio::test]
async fn the_fifty_first_command_and_nested_batches_are_refused() {
    let test = TestSim::plain().await;
    let cmd: Vec<String> = (0..52).map(|_| "profile".to_owned()).collect();
    let result = batch(&test, 1, json!({"cmd": cmd})).await;
    assert_eq!(result["result"].as_array().unwrap().len(), 50);
    assert_eq!(result["result_error"]["50"]["error"], "ERROR_BATCH_LENGTH_EXCEEDED");
    let nested = batch(&test, 1, json!({"cmd": {"n": "batch?cmd[]=profile", "skipped": ["profile"]}})).await;
    assert_eq!(nested["result_error"]["n"]["error"], "ERROR_BATCH_METHOD_NOT_ALLOWED");
    assert!(nested["result_error"].get("skipped").is_none());
}

#[tokio::test]
async fn an_error_core_replaces_code_and_text_of_later_errors() {
    let test = TestSim::plain().await;
    let foreign = test.portal.add_contact(&json!({"NAME": "F", "ASSIGNED_BY_ID": 1}));
    test.portal.set_rights(2, portal_sim::Rights::All, portal_sim::Rights::All);
    let cmd = json!({"a": "crm.contact.delete?ID=9999", "b": "crm.contact.get?ID=9999", "c": format!("crm.contact.delete?ID={foreign}"), "d": "crm.contact.get?ID=9999"});
    let result = batch(&test, 2, json!({"cmd": cmd})).await;
    let errors = &result["result_error"];
    assert_eq!(errors["a"]["error"], "ERROR_CORE");
    assert_eq!(
        (&errors["b"]["error"], &errors["b"]["error_description"]),
        (&json!("ERROR_CORE"), &errors["a"]["error_description"])
    );
    assert_eq!(result["result"]["c"], true);
    assert_eq!((&errors["d"]["error"], &errors["d"]["error_description"]), (&json!(""), &json!("Not found")));
}

#[tokio::test]
async fn commands_run_in_the_order_of_the_request() {
    let test = TestSim::plain().await;
    let body =
        format!(r#"{{"auth":"{}","cmd":{{"z":"profile","a":"scope","m":"user.admin"}}}}"#, test.token(1));
    let request = test.http.post(format!("{}batch", test.portal.rest_url()));
    request.header("Content-Type", "application/json").body(body).send().await.unwrap();
    let order: Vec<String> = test.portal.calls().into_iter().skip(1).map(|call| call.method).collect();
    assert_eq!(order, ["profile", "scope", "user.admin"]);
}
