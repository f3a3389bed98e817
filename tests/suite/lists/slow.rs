//! Slow senders of large files do not block other senders.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use portal_sim::Sim;

use super::reads;
use crate::support::TestApp;

const LARGE: usize = 1024 * 1024 + 1;
const PATIENCE: Duration = Duration::from_mins(1);

/// A list of two megabytes.
fn list() -> Vec<u8> {
    b"1001\n".repeat(2 * LARGE / 5)
}

/// Starts sending a file of sixty megabytes.
fn begins(app: &TestApp, token: &str) -> TcpStream {
    let address = app.url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!(
        "POST /api/id-lists HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nContent-Length: 60000000\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream
}

#[tokio::test(flavor = "multi_thread")]
async fn stalled_upload_loses_its_slot() {
    let app = TestApp::with(Sim::builder().portals(4).contacts(100).installed(true)).await;
    let mut slow = Vec::new();
    for number in 1..4 {
        let user = app.signs_in(&app.sim.portal(number), 1).await;
        let mut stream = begins(&app, &user.token);
        slow.push(thread::spawn(move || {
            stream.write_all(&vec![b'1'; LARGE]).unwrap();
            let mut answer = [0; 12];
            stream.read_exact(&mut answer).map(|()| String::from_utf8_lossy(&answer).into_owned())
        }));
    }
    let user = app.signs_in(&app.portal(), 1).await;
    for _ in 0..3 {
        let read = tokio::time::timeout(PATIENCE, reads(&user, &app, "", list())).await;
        let read = read.expect("another user's file had to wait");
        assert_eq!((read.status, &read.json["ids"]), (200, &serde_json::json!([1001])), "{read:?}");
    }
    for sender in slow {
        assert_eq!(sender.join().unwrap().unwrap(), "HTTP/1.1 400");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_sends_one_large_file_at_a_time() {
    let app = TestApp::start().await;
    let (first, second) = (app.signs_in(&app.portal(), 1).await, app.signs_in(&app.portal(), 2).await);
    let elsewhere = app.signs_in(&app.sim.portal(1), 1).await;
    let is_over = Arc::new(AtomicBool::new(false));
    let (mut stream, stop) = (begins(&app, &first.token), Arc::clone(&is_over));
    let sender = thread::spawn(move || {
        let part = vec![b'1'; LARGE / 5];
        // A megabyte per second, like a slow connection.
        while !stop.load(Ordering::SeqCst) && stream.write_all(&part).is_ok() {
            thread::sleep(Duration::from_millis(200));
        }
    });
    let mut refused = None;
    for _ in 0..20 {
        let read = tokio::time::timeout(PATIENCE, reads(&second, &app, "", list())).await;
        let read = read.expect("the portal's other file had to wait");
        if read.status != 200 {
            refused = Some(read);
            break;
        }
    }
    let refused = refused.expect("a portal was allowed two large files at a time");
    assert_eq!(refused.problem(), (503, "portal_busy"), "{refused:?}");
    assert_eq!(refused.headers["retry-after"], "10");
    assert_eq!(reads(&second, &app, "", b"1001".to_vec()).await.status, 200, "a small file needs no slot");
    assert_eq!(reads(&elsewhere, &app, "", list()).await.status, 200, "another portal has its own slot");
    is_over.store(true, Ordering::SeqCst);
    sender.join().unwrap();
}
