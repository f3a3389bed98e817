//! The command at a terminal: a pseudo-terminal asks the question and shows the progress.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::process::Stdio;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use tokio::process::Child;

use super::{Setup, list};

/// The other end of a terminal, with the text shown so far.
struct Terminal {
    keys: File,
    shown: std::sync::mpsc::Receiver<String>,
    all: String,
}

impl Terminal {
    fn new() -> (Self, File) {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let end = OpenOptions::new().read(true).write(true).open(name.to_str().unwrap()).unwrap();
        let keys = File::from(master);
        let mut screen = keys.try_clone().unwrap();
        let (tell, shown) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            // After its last user has left, the terminal ends with a read error.
            while let Ok(count @ 1..) = screen.read(&mut bytes) {
                if tell.send(String::from_utf8_lossy(&bytes[..count]).into_owned()).is_err() {
                    return;
                }
            }
        });
        (Self { keys, shown, all: String::new() }, end)
    }

    fn shows(&mut self, words: &str) {
        while !self.all.contains(words) {
            let Ok(more) = self.shown.recv() else { panic!("never shown: {words:?} in {}", self.all) };
            self.all.push_str(&more);
        }
    }

    fn types(&mut self, line: &str) {
        self.keys.write_all(format!("{line}\n").as_bytes()).unwrap();
    }

    fn into_text(mut self) -> String {
        self.all.extend(self.shown.iter());
        self.all
    }
}

/// Starts the command for these contacts at a terminal.
fn at_terminal(setup: &Setup, ids: &[u64], more: &[&str]) -> (Terminal, Child) {
    std::fs::write(setup.folder.path().join("ids.txt"), list(ids)).unwrap();
    let (terminal, end) = Terminal::new();
    let mut command = setup.command(&[&["--file", "ids.txt"], more].concat());
    command.env("ERASER_WEBHOOK_URL", setup.portal().webhook_url(1));
    command.stdin(Stdio::from(end.try_clone().unwrap()));
    command.stdout(Stdio::from(end.try_clone().unwrap())).stderr(Stdio::from(end));
    let child = command.spawn().unwrap();
    // Closes the parent's copies of the terminal, so that it ends with the command.
    drop(command);
    (terminal, child)
}

#[tokio::test(flavor = "multi_thread")]
async fn typed_number_starts_and_a_progress_bar_appears() {
    let setup = Setup::new(300).await;
    let portal = setup.portal();
    let ids = portal.contact_ids();
    portal.remove_contact(ids[5]);
    let (mut terminal, mut child) = at_terminal(&setup, &ids[..200], &[]);
    terminal.shows("Type 200 to go on:");
    let asked = portal.calls().iter().filter(|call| call.method.contains("delete")).count();
    assert_eq!((asked, portal.contact_count()), (0, 299), "no deletion before the answer");
    terminal.types("200");
    assert_eq!(child.wait().await.unwrap().code(), Some(0));
    let shown = terminal.into_text();
    assert!(shown.contains(&format!("200 contacts will be deleted on {}", portal.domain())), "{shown}");
    assert!(shown.contains("1 of them are not there"), "{shown}");
    assert!(shown.contains("\r\u{1b}[2K[####################] 200 of 200"), "{shown}");
    assert!(shown.contains("199 deleted, 1 not there"), "{shown}");
    assert_eq!(portal.contact_ids(), ids[200..]);
}

#[tokio::test(flavor = "multi_thread")]
async fn any_other_answer_deletes_nothing() {
    let setup = Setup::new(120).await;
    let portal = setup.portal();
    for answer in ["y", "61", ""] {
        let (mut terminal, mut child) = at_terminal(&setup, &portal.contact_ids()[..60], &[]);
        terminal.shows("Type 60 to go on:");
        terminal.types(answer);
        assert_eq!(child.wait().await.unwrap().code(), Some(1));
        assert!(terminal.into_text().contains("Nothing was deleted."));
    }
    assert_eq!(portal.contact_count(), 120);
    assert!(portal.calls().iter().all(|call| !call.method.contains("delete")));
}

#[tokio::test(flavor = "multi_thread")]
async fn dry_run_names_contacts_only_on_a_terminal() {
    let setup = Setup::new(120).await;
    let ids = setup.portal().contact_ids();
    let (terminal, mut child) = at_terminal(&setup, &ids[..20], &["--dry-run"]);
    assert_eq!(child.wait().await.unwrap().code(), Some(0));
    let shown = terminal.into_text();
    let is_named = |out: &str, id: u64| {
        out.lines().any(|line| {
            line.trim_end().strip_prefix(&format!("  {id}  ")).is_some_and(|name| !name.is_empty())
        })
    };
    assert!(is_named(&shown, ids[0]) && is_named(&shown, ids[9]) && !is_named(&shown, ids[10]), "{shown}");
    let piped = setup.runs(1, &["--dry-run"], &list(&ids[..20])).await;
    assert!(!is_named(&piped.out, ids[0]), "{}", piped.out);
}
