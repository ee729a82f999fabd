import { memoryJournal } from "handoff-machine";
import { journalContract } from "../contract/journal.ts";

journalContract("memoryJournal", memoryJournal);
