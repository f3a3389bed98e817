//! Who gets through which door: every call of the API against every kind of visitor.

use portal_sim::Rights;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::TestApp;

const DOORS: [(&str, &str, [u16; 5]); 14] = [
    // Method and path, then: nobody, a forged session, a dismissed user, an employee, an administrator.
    ("GET", "/api/contacts", [401, 401, 401, 200, 200]),
    ("GET", "/api/contacts/60", [401, 401, 401, 200, 200]),
    ("DELETE", "/api/contacts/ID", [401, 401, 401, 200, 200]),
    ("GET", "/api/settings", [401, 401, 200, 200, 200]),
    ("PUT", "/api/settings", [401, 401, 401, 403, 200]),
    ("GET", "/api/audit", [401, 401, 401, 403, 200]),
    ("GET", "/api/audit.csv", [401, 401, 401, 403, 200]),
    ("GET", "/api/requests", [401, 401, 401, 403, 200]),
    ("GET", "/api/requests.csv", [401, 401, 401, 403, 200]),
    ("GET", "/api/portal", [401, 401, 401, 403, 200]),
    ("POST", "/api/portal/repair", [401, 401, 401, 403, 200]),
    ("POST", "/api/portal/disconnect", [401, 401, 401, 403, 400]),
    ("GET", "/api/nothing", [404, 404, 404, 404, 404]),
    ("PATCH", "/api/settings", [405, 405, 405, 405, 405]),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_door_lets_in_whom_it_should_and_nobody_else() {
    let app = TestApp::start().await;
    app.portal().set_rights(4, Rights::All, Rights::All);
    let dismissed = app.signs_in(&app.portal(), 3).await;
    app.portal().dismiss(3);
    let visitors = [
        String::new(),
        "forged".to_owned(),
        dismissed.token.clone(),
        app.signs_in(&app.portal(), 4).await.token,
        app.signs_in(&app.portal(), 1).await.token,
    ];
    let mut contact = 10;
    for (method, path, statuses) in DOORS {
        let method: Method = method.parse().unwrap();
        for (token, status) in visitors.iter().zip(statuses) {
            contact += 1;
            let path = path.replace("ID", &contact.to_string());
            let mut request = app.request(method.clone(), &path);
            if !token.is_empty() {
                request = request.bearer_auth(token);
            }
            let body: Option<Value> = match method {
                Method::PUT => Some(json!({"confirm_from": 50})),
                Method::POST => Some(json!({"confirm": "another.example"})),
                _ => None,
            };
            if let Some(body) = body {
                request = request.json(&body);
            }
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status().as_u16(), status, "{method} {path} as visitor {token:.8}");
        }
    }
    assert_eq!(app.portal().deletions().len(), 2, "the employee's and the administrator's");
}
