//! Events as handlers receive them.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;

use portal_sim::Sim;
use serde_json::json;

use crate::support::{TestSim, error};

/// A handler that answers 200 to every request.
fn handler() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/events", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            answer(stream);
        }
    });
    url
}

fn answer(stream: std::net::TcpStream) {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let mut stream = reader.into_inner();
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").unwrap();
}

fn fields(body: &str) -> HashMap<String, String> {
    url::form_urlencoded::parse(body.as_bytes()).into_owned().collect()
}

async fn bind(test: &TestSim, event: &str, handler: &str) {
    let answer = test.call(1, "event.bind", json!({"event": event, "handler": handler})).await;
    assert_eq!(answer.1["result"], true);
}

#[tokio::test]
async fn finishing_the_installation_sends_a_pair_of_tokens_to_bound_handlers() {
    let test = TestSim::start(Sim::builder().no_bucket()).await;
    let url = handler();
    bind(&test, "ONAPPINSTALL", &url).await;
    test.portal.install_finished();
    test.portal.events_settled().await;
    let sent = test.portal.event_deliveries();
    assert_eq!((sent.len(), sent[0].status, &sent[0].handler), (1, Some(200), &url));
    let fields = fields(&sent[0].body);
    assert_eq!(fields["event"], "ONAPPINSTALL");
    assert_eq!((fields["data[VERSION]"].as_str(), fields["data[INSTALLED]"].as_str()), ("1", "Y"));
    assert_eq!(fields["auth[member_id]"], test.portal.member_id());
    assert_eq!(fields["auth[domain]"], test.portal.domain());
    assert_eq!(fields["auth[application_token]"], test.portal.application_token());
    assert_eq!(fields["auth[user_id]"], "1");
    let refresh =
        [("grant_type", "refresh_token"), ("refresh_token", fields["auth[refresh_token]"].as_str())];
    assert_eq!(test.grant(&refresh).await.1["user_id"], 1);
}

#[tokio::test]
async fn uninstalling_sends_no_token() {
    let test = TestSim::plain().await;
    bind(&test, "ONAPPUNINSTALL", &handler()).await;
    test.portal.uninstall(true);
    test.portal.events_settled().await;
    let sent = test.portal.event_deliveries();
    let fields = fields(&sent[0].body);
    assert_eq!(fields["data[CLEAN]"], "1");
    assert_eq!(fields["auth[application_token]"], test.portal.application_token());
    assert!(!fields.keys().any(|name| name.contains("_token]") && name != "auth[application_token]"));
}

#[tokio::test]
async fn a_deletion_event_has_no_refresh_token_and_needs_a_finished_installation() {
    let test = TestSim::start(Sim::builder().no_bucket()).await;
    bind(&test, "ONCRMCONTACTDELETE", "http://127.0.0.1:9/nobody-listens").await;
    test.call(1, "crm.contact.delete", json!({"id": 1})).await;
    test.portal.install_finished();
    test.call(2, "crm.contact.delete", json!({"id": 2})).await;
    test.portal.events_settled().await;
    let sent = test.portal.event_deliveries();
    assert_eq!((sent.len(), sent[0].status), (1, None));
    let fields = fields(&sent[0].body);
    assert_eq!((fields["data[FIELDS][ID]"].as_str(), fields["auth[user_id]"].as_str()), ("2", "2"));
    assert!(!fields.contains_key("auth[refresh_token]"));
}

#[tokio::test]
async fn ordinary_users_bind_handlers_only_for_themselves() {
    let test = TestSim::plain().await;
    let params = json!({"event": "ONCRMCONTACTDELETE", "handler": "http://127.0.0.1:9/e", "auth_type": 1});
    assert_eq!(error(&test.call(3, "event.bind", params).await), (403, "ACCESS_DENIED"));
    let own = json!({"event": "ONCRMCONTACTDELETE", "handler": "http://127.0.0.1:9/e"});
    assert_eq!(test.call(3, "event.bind", own).await.1["result"], true);
    assert_eq!(test.portal.event_handlers()[0].auth_type, 3);
}
