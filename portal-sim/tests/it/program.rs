//! The program that scripts start.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn serve_prints_one_json_line_with_all_addresses_and_keys() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_portal-sim"))
        .args(["serve", "--portals", "2", "--contacts", "120"])
        .stdout(Stdio::piped())
        .spawn()
        .map(Running)
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let told: Value = serde_json::from_str(&line).unwrap();
    let portal = &told["portals"][1];
    assert!(portal["domain"].as_str().unwrap().starts_with("127.0.0.3:"));
    assert_eq!((&portal["first_contact_id"], &portal["contacts"]), (&json!(1), &json!(120)));
    assert_eq!((&portal["users"][0]["id"], &portal["users"][0]["admin"]), (&json!(1), &json!(true)));
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}crm.contact.delete?ID=50", portal["webhook_url"].as_str().unwrap());
    let answer: Value = http.get(url).send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["result"], true);
    let token = portal["users"][2]["access_token"].as_str().unwrap();
    let info = format!("{}/rest/app.info?auth={token}", told["oauth"].as_str().unwrap());
    let answer: Value = http.get(info).send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["result"]["client_id"], told["client_id"]);
    assert_eq!(answer["result"]["install"]["installed"], true);
}

#[tokio::test]
async fn dropping_the_simulator_stops_its_servers() {
    let sim = portal_sim::Sim::builder().start().await.unwrap();
    let addresses = [sim.portal(0).domain(), sim.oauth_url().replace("http://", "")];
    assert!(addresses.iter().all(|address| std::net::TcpStream::connect(address).is_ok()));
    drop(sim);
    let stopped = || addresses.iter().all(|address| std::net::TcpStream::connect(address).is_err());
    crate::support::until("the servers stop", stopped).await;
}
