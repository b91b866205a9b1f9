# SPDX-License-Identifier: MIT
"""Shared by the tests of this folder: programs that end with their test, and requests to them."""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
HANG_SECONDS = 600  # then the program is killed
TOKEN = "test-token-AAAA%2Fbbb%3D"


class Served(unittest.TestCase):
    """Starts programs of this folder and stops each by its pid."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name

    def start(self, program, *args):
        process = subprocess.Popen([sys.executable, os.path.join(HERE, program), "--parent-watch", *args],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(self.stop, process)
        line = process.stdout.readline().split()
        self.assertEqual(line[:1], ["READY"], line)
        self.port = urllib.parse.urlsplit(line[1]).port
        return process, self.port

    def stop(self, process):
        if process.poll() is None:
            process.terminate()
        out, err = process.communicate(timeout=HANG_SECONDS)
        self.assertEqual((process.returncode, out, err), (0, "", ""))

    def plain(self, *args):
        return self.start("local_x.py", "--plain", *args)[1]

    def ask(self, method, target, body=None, token=TOKEN, **more):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=HANG_SECONDS)
        self.addCleanup(connection.close)
        headers = {"Authorization": "Bearer " + token}
        connection.request(method, target, None if body is None else json.dumps(body), {**headers, **more})
        response = connection.getresponse()
        response.leave = connection.close  # response.close() would keep the connection open for the next request
        return response

    def answer(self, *args, **more):
        response = self.ask(*args, **more)
        return response.status, json.loads(response.read())
